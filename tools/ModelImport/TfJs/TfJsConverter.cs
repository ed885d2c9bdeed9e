using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.TfJs;

/// <summary>
/// Turns a TensorFlow.js graph model (model.json and its weights) into an ONNX graph with the same numbers.
/// </summary>
internal sealed class TfJsConverter
{
    private readonly ChannelsFirstBuilder _builder = new(swapAxes: false);
    private readonly Dictionary<string, OnnxTensor> _constants;
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);

    private TfJsConverter(Dictionary<string, OnnxTensor> constants) => _constants = constants;

    /// <summary>The weights file that a model names.</summary>
    public static string WeightsFile(JsonElement model) =>
        model.GetProperty("weightsManifest")[0].GetProperty("paths")[0].GetString() ?? "";

    /// <summary>Converts a parsed model.json and its weights.</summary>
    /// <exception cref="ImportException">An operator is not known, or the weights are cut off.</exception>
    public static OnnxGraph Convert(JsonElement model, byte[] weights)
    {
        var converter = new TfJsConverter(ReadWeights(model.GetProperty("weightsManifest")[0], weights));
        var nodes = model.GetProperty("modelTopology").GetProperty("node").EnumerateArray().ToList();
        foreach (var node in nodes) converter.Convert(new Node(node));
        var signature = model.GetProperty("userDefinedMetadata").GetProperty("signature");
        var graph = converter._builder.Graph;
        graph.Inputs.AddRange(Names(signature.GetProperty("inputs")).Select(n => new OnnxValue(n, [])));
        graph.Outputs.AddRange(Names(signature.GetProperty("outputs")).Select(
            n => new OnnxValue(converter.Value(n), [])));
        return graph;
    }

    private void Convert(Node node)
    {
        var output = node.Name;
        switch (node.Op)
        {
            case "Placeholder" or "Const": break;
            case "Identity": _same[output] = Value(node.Inputs[0]); break;
            case "_FusedConv2D": FusedConv(node, output); break;
            case "DepthwiseConv2dNative":
                _builder.Depthwise(Value(node.Inputs[0]), DepthwiseKernel(node), null, Window(node, "strides"), output);
                break;
            case "AddV2": _builder.Simple("Add", node.Inputs.Select(Value), output); break;
            case "Prelu": _builder.PRelu(Value(node.Inputs[0]), Constant(node, 1).Floats, output); break;
            case "MaxPool":
                _builder.Pool("MaxPool", Value(node.Inputs[0]), node.Ints("ksize")[1], node.Ints("ksize")[2],
                    Window(node, "strides"), output);
                break;
            case "Pad": Pad(node, output); break;
            case "ConcatV2": Concat(node, output); break;
            default: throw new ImportException($"unknown operation '{node.Op}' at tensor '{output}'");
        }
    }

    private void FusedConv(Node node, string output)
    {
        var fused = node.Texts("fused_ops");
        var linear = fused is ["BiasAdd", "Prelu"] ? output + "/linear" : output;
        if (fused is not (["BiasAdd"] or ["BiasAdd", "Prelu"]))
            throw new ImportException($"unknown operation '{node.Op}' with '{string.Join('+', fused)}' at tensor '{output}'");
        _builder.Conv(Value(node.Inputs[0]), ConvKernel(node), Constant(node, 2).Floats, Window(node, "strides"),
            linear);
        if (linear != output) _builder.PRelu(linear, Constant(node, 3).Floats, output);
    }

    private void Pad(Node node, string output)
    {
        var from = Constant(node, 1).Longs;
        var pads = new long[8];
        for (var axis = 0; axis < 4; axis++)
            for (var side = 0; side < 2; side++)
                pads[(side * 4) + _builder.Axis(axis, 4)] = from[(2 * axis) + side];
        _builder.Simple("Pad", [Value(node.Inputs[0]),
            _builder.Graph.AddConstant(output + "/pads", OnnxTensor.Of(pads, 8))], output);
    }

    private void Concat(Node node, string output)
    {
        var axis = _builder.Axis((int)Constant(node, node.Inputs.Count - 1).Longs[0], 4);
        _builder.Simple("Concat", node.Inputs.SkipLast(1).Select(Value), output);
        _builder.Graph.Nodes[^1].With("axis", (long)axis);
    }

    // [h, w, in, out] becomes [out, h, w, in].
    private OnnxTensor ConvKernel(Node node)
    {
        var kernel = Constant(node, 1);
        var (o, rest) = ((int)kernel.Shape[3], kernel.Floats.Length / (int)kernel.Shape[3]);
        var values = new float[kernel.Floats.Length];
        for (var r = 0; r < rest; r++)
            for (var c = 0; c < o; c++)
                values[(c * rest) + r] = kernel.Floats[(r * o) + c];
        return OnnxTensor.Of(values, o, kernel.Shape[0], kernel.Shape[1], kernel.Shape[2]);
    }

    private OnnxTensor DepthwiseKernel(Node node)
    {
        var kernel = Constant(node, 1);
        return OnnxTensor.Of(kernel.Floats, kernel.Shape[3], kernel.Shape[0], kernel.Shape[1], kernel.Shape[2]);
    }

    private static Window Window(Node node, string strides) =>
        new(node.Text("padding") == "SAME", node.Ints(strides)[1], node.Ints(strides)[2]);

    private OnnxTensor Constant(Node node, int input) => _constants.TryGetValue(node.Inputs[input], out var constant)
        ? constant
        : throw new ImportException($"'{node.Op}' at tensor '{node.Name}' has computed weights, constants are supported");

    private string Value(string name)
    {
        var bare = name.Split(':')[0];
        return _same.GetValueOrDefault(bare, bare);
    }

    private static IEnumerable<string> Names(JsonElement signature) =>
        signature.EnumerateObject().Select(p => p.Name.Split(':')[0]);

    private static Dictionary<string, OnnxTensor> ReadWeights(JsonElement group, byte[] data)
    {
        var constants = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        var at = 0;
        foreach (var entry in group.GetProperty("weights").EnumerateArray())
        {
            var (name, type) = (entry.GetProperty("name").GetString() ?? "", entry.GetProperty("dtype").GetString());
            var shape = entry.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64()).ToArray();
            var bytes = checked((int)shape.Aggregate(4L, (a, b) => checked(a * b)));
            if (bytes < 0 || at + (long)bytes > data.Length)
                throw new ImportException($"the weights are cut off: '{name}' ends at byte {at + (long)bytes} of {data.Length}");
            var span = data.AsSpan(at, bytes);
            constants[name] = type switch
            {
                "float32" => OnnxTensor.Of(MemoryMarshal.Cast<byte, float>(span).ToArray(), shape),
                "int32" => OnnxTensor.Of(Array.ConvertAll(MemoryMarshal.Cast<byte, int>(span).ToArray(), i => (long)i),
                    shape),
                _ => throw new ImportException($"the constant '{name}' is of a type that is not known here ({type})"),
            };
            at += bytes;
        }

        return constants;
    }

    private sealed class Node(JsonElement json)
    {
        public string Name { get; } = json.GetProperty("name").GetString() ?? "";

        public string Op { get; } = json.GetProperty("op").GetString() ?? "";

        public IReadOnlyList<string> Inputs { get; } =
            json.TryGetProperty("input", out var inputs)
                ? [.. inputs.EnumerateArray().Select(i => i.GetString() ?? "")]
                : [];

        public string Text(string attribute) => Decode(Attribute(attribute).GetProperty("s"));

        public string[] Texts(string attribute) =>
            [.. Attribute(attribute).GetProperty("list").GetProperty("s").EnumerateArray().Select(Decode)];

        public int[] Ints(string attribute) =>
            [.. Attribute(attribute).GetProperty("list").GetProperty("i").EnumerateArray()
            .Select(i => int.Parse(i.GetString() ?? "", System.Globalization.CultureInfo.InvariantCulture))];

        private JsonElement Attribute(string name) => json.GetProperty("attr").GetProperty(name);

        private static string Decode(JsonElement base64) => Encoding.UTF8.GetString(base64.GetBytesFromBase64());
    }
}
