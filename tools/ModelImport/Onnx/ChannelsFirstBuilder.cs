namespace AccessKiosk.ModelImport.Onnx;

/// <summary>How a window moves over an image; TensorFlow's SAME and VALID are ONNX's SAME_UPPER and VALID.</summary>
internal readonly record struct Window(bool Same, int StrideH, int StrideW, int DilationH = 1, int DilationW = 1);

/// <summary>
/// Builds an ONNX graph (N, C, H, W) from operations given as TensorFlow has them (N, H, W, C). Kernels are turned
/// once, here, so that the graph needs no transposes. With <paramref name="swapAxes"/> height and width change
/// places: a network trained on transposed images then takes upright ones.
/// </summary>
internal sealed class ChannelsFirstBuilder(bool swapAxes)
{
    /// <summary>First operator set with everything that is written here.</summary>
    public const long Opset = 13;

    /// <summary>The graph so far.</summary>
    public OnnxGraph Graph { get; } = new() { Opset = Opset };

    /// <summary>A convolution; <paramref name="kernel"/> is [out, h, w, in].</summary>
    public void Conv(string x, OnnxTensor kernel, float[]? bias, Window window, string output)
    {
        var (o, h, w, i) = Sizes(kernel);
        Add(window, "Conv", [x, .. Weights(output, Turn(kernel.Floats, o, h, w, i), bias, o, i, h, w)], output, h, w)
            .With("group", 1L);
    }

    /// <summary>A depthwise convolution; <paramref name="kernel"/> is [1, h, w, channels].</summary>
    public void Depthwise(string x, OnnxTensor kernel, float[]? bias, Window window, string output)
    {
        var (one, h, w, c) = Sizes(kernel);
        if (one != 1) throw new ImportException($"the depthwise kernel at tensor '{output}' has {one} layers");
        var values = new float[kernel.Floats.Length];
        for (var y = 0; y < h; y++)
            for (var column = 0; column < w; column++)
                for (var channel = 0; channel < c; channel++)
                    values[(channel * h * w) + Spatial(y, column, h, w)] =
                        kernel.Floats[(((y * w) + column) * c) + channel];
        Add(window, "Conv", [x, .. Weights(output, values, bias, c, 1, h, w)], output, h, w).With("group", (long)c);
    }

    /// <summary>A pooling; <paramref name="op"/> is MaxPool or AveragePool.</summary>
    public void Pool(string op, string x, int h, int w, Window window, string output) =>
        Add(window, op, [x], output, h, w);

    /// <summary>A parametric rectifier with one slope a channel.</summary>
    public void PRelu(string x, float[] slopes, string output)
    {
        var slope = Graph.AddConstant(output + "/slope", OnnxTensor.Of(slopes, slopes.Length, 1, 1));
        Graph.Nodes.Add(new OnnxNode("PRelu", [x, slope], [output]));
    }

    /// <summary>
    /// A dense layer; <paramref name="weights"/> is [out, in]; an image is flattened as TensorFlow does (h, w, c).
    /// </summary>
    public void Dense(string x, int[] inputShape, OnnxTensor weights, float[]? bias, string output)
    {
        var (o, n) = ((int)weights.Shape[0], (int)weights.Shape[1]);
        var values = weights.Floats;
        if (inputShape is [_, var h, var w, var c])
        {
            if (h * w * c != n)
                throw new ImportException($"the dense layer at tensor '{output}' has {n} inputs for {h * w * c} values");
            values = Turn(values, o, h, w, c);
            Graph.Nodes.Add(new OnnxNode("Flatten", [x], [output + "/flat"]).With("axis", 1L));
            x = output + "/flat";
        }

        List<string> inputs = [x, Graph.AddConstant(output + "/weights", OnnxTensor.Of(values, o, n))];
        if (bias is not null) inputs.Add(Graph.AddConstant(output + "/bias", OnnxTensor.Of(bias, bias.Length)));
        Graph.Nodes.Add(new OnnxNode("Gemm", inputs, [output]).With("transB", 1L));
    }

    /// <summary>An operation without attributes.</summary>
    public void Simple(string op, IEnumerable<string> inputs, string output) =>
        Graph.Nodes.Add(new OnnxNode(op, inputs, [output]));

    /// <summary>The axis of an N, C, H, W value that is <paramref name="axis"/> in TensorFlow's order.</summary>
    public int Axis(int axis, int rank)
    {
        var at = axis < 0 ? axis + rank : axis;
        if (rank != 4) return at;
        return at switch
        {
            0 => 0,
            1 => swapAxes ? 3 : 2,
            2 => swapAxes ? 2 : 3,
            3 => 1,
            _ => throw new ImportException($"an image has no axis {axis}"),
        };
    }

    private OnnxNode Add(Window window, string op, IEnumerable<string> inputs, string output, int h, int w)
    {
        var node = new OnnxNode(op, inputs, [output])
            .With("auto_pad", window.Same ? "SAME_UPPER" : "VALID")
            .With("kernel_shape", Pair(h, w))
            .With("strides", Pair(window.StrideH, window.StrideW));
        if ((window.DilationH, window.DilationW) != (1, 1))
            node.With("dilations", Pair(window.DilationH, window.DilationW));
        Graph.Nodes.Add(node);
        return node;
    }

    private IEnumerable<string> Weights(
        string output, float[] values, float[]? bias, int a, int b, int h, int w)
    {
        var shape = Pair(h, w);
        yield return Graph.AddConstant(output + "/weights", OnnxTensor.Of(values, a, b, shape[0], shape[1]));
        if (bias is null) yield break;
        if (bias.Length != a)
            throw new ImportException($"the bias at tensor '{output}' has {bias.Length} values for {a} channels");
        yield return Graph.AddConstant(output + "/bias", OnnxTensor.Of(bias, bias.Length));
    }

    private float[] Turn(float[] from, int o, int h, int w, int c)
    {
        var to = new float[from.Length];
        var at = 0;
        for (var outer = 0; outer < o; outer++)
            for (var y = 0; y < h; y++)
                for (var x = 0; x < w; x++)
                    for (var channel = 0; channel < c; channel++)
                        to[(((outer * c) + channel) * h * w) + Spatial(y, x, h, w)] = from[at++];
        return to;
    }

    private int Spatial(int y, int x, int h, int w) => swapAxes ? (x * h) + y : (y * w) + x;

    private long[] Pair(int h, int w) => swapAxes ? [w, h] : [h, w];

    private static (int A, int B, int C, int D) Sizes(OnnxTensor kernel) => kernel.Shape is [var a, var b, var c, var d]
        ? ((int)a, (int)b, (int)c, (int)d)
        : throw new ImportException($"a kernel has {kernel.Shape.Count} axes, 4 are expected");
}
