using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// Rewrites PReLU over channels as x + (1 − a)·relu(−x) with 1×1 depthwise convolutions. ONNX Runtime keeps those
/// in its blocked layout and fuses the rectifier and the sum into them, so two passes over the map remain; a PRelu
/// node forces the whole map out of that layout and back. The form is exact for x ≥ 0 and right for slopes of any sign.
/// </summary>
internal static class PReluExpansion
{
    /// <summary>Edits the graph in place; PReLU over vectors (one axis of slopes) stays as it is.</summary>
    public static void Apply(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n.Op == "PRelu").ToList())
        {
            var slope = graph.Constants[node.Inputs[1]];
            if (!IsSlopes(slope)) continue;
            var (x, y) = (node.Inputs[0], node.Output);
            var at = graph.Nodes.IndexOf(node);
            graph.Nodes.RemoveAt(at);
            graph.Nodes.InsertRange(at,
            [
                Scale(graph, x, Array.ConvertAll(slope.Floats, _ => -1f), y + "/negated"),
                new OnnxNode("Relu", [y + "/negated"], [y + "/negative"]),
                Scale(graph, y + "/negative", Array.ConvertAll(slope.Floats, a => 1 - a), y + "/lifted"),
                new OnnxNode("Add", [y + "/lifted", x], [y]),
            ]);
        }

        graph.RemoveUnused();
    }

    /// <summary>Whether a constant is one slope a channel of an image.</summary>
    public static bool IsSlopes(OnnxTensor constant) => constant.Shape is [> 1, 1, 1];

    private static OnnxNode Scale(OnnxGraph graph, string x, float[] factors, string y)
    {
        var name = graph.AddConstant(y + "/factors", OnnxTensor.Of(factors, factors.Length, 1, 1, 1));
        return new OnnxNode("Conv", [x, name], [y])
            .With("group", (long)factors.Length)
            .With("kernel_shape", new long[] { 1, 1 });
    }
}
