using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// Replaces "append channels of zeros" by a 1×1 convolution with the identity, which ONNX Runtime runs in its blocked
/// layout and fuses with the sum that follows. Exporters write it as Pad, or as Concat with a constant of zeros.
/// </summary>
internal static class ChannelPadding
{
    /// <summary>Edits the graph in place.</summary>
    public static void Apply(OnnxGraph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n.Op is "Pad" or "Concat").ToList())
        {
            if (Appended(graph, node) is not { } appended || Channels(graph, node.Inputs[0]) is not { } channels)
                continue;
            var weights = new float[(channels + appended) * channels];
            for (var c = 0; c < channels; c++) weights[(c * channels) + c] = 1;
            var name = graph.AddConstant(node.Output + "/identity",
                OnnxTensor.Of(weights, channels + appended, channels, 1, 1));
            graph.Nodes[graph.Nodes.IndexOf(node)] =
                new OnnxNode("Conv", [node.Inputs[0], name], node.Outputs).With("kernel_shape", new long[] { 1, 1 });
        }

        graph.RemoveUnused();
    }

    private static int? Appended(OnnxGraph graph, OnnxNode node)
    {
        if (node.Op == "Pad")
        {
            var pads = graph.Constants[node.Inputs[1]].Longs;
            return pads is [0, 0, 0, 0, 0, var after, 0, 0] ? (int)after : null;
        }

        if (node.Inputs.Count != 2 || node.Attributes["axis"] is not 1L) return null;
        if (graph.ProducerOf(node.Inputs[1]) is not { Op: "ConstantOfShape" } zeros) return null;
        var value = zeros.Attributes.TryGetValue("value", out var v) ? ((OnnxTensor)v).Floats[0] : 0;
        return value == 0 ? (int)graph.Constants[zeros.Inputs[0]].Longs[1] : null;
    }

    /// <summary>Channels of a value: found at the convolution that it comes from.</summary>
    private static int? Channels(OnnxGraph graph, string value) => graph.ProducerOf(value) switch
    {
        { Op: "Conv" } conv => (int)graph.Constants[conv.Inputs[1]].Shape[0],
        { Op: "Relu" or "PRelu" or "MaxPool" or "Add" } node => Channels(graph, node.Inputs[0]),
        _ => null,
    };
}
