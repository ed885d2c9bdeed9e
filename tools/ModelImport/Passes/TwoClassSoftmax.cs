using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// A softmax over two channels is the sigmoid of their difference, and the difference can be taken by the convolution
/// before it: one fused pass instead of a softmax across the map's planes.
/// </summary>
internal static class TwoClassSoftmax
{
    /// <summary>Edits the graph in place.</summary>
    public static void Apply(OnnxGraph graph)
    {
        foreach (var softmax in graph.Nodes.Where(n => n.Op == "Softmax").ToList())
        {
            if (softmax.Attributes["axis"] is not 1L) continue;
            if (graph.ProducerOf(softmax.Inputs[0]) is not { Op: "Conv", Group: 1 } conv) continue;
            if (graph.ConsumersOf(conv.Output).Count() > 1) continue;
            if (graph.Constants[conv.Inputs[1]].Shape[0] != 2) continue;
            for (var i = 1; i < conv.Inputs.Count; i++)
            {
                var name = $"{conv.Output}/difference{i}";
                conv.Inputs[i] = graph.AddConstant(name, Difference(graph.Constants[conv.Inputs[i]]));
            }

            graph.Nodes[graph.Nodes.IndexOf(softmax)] = new OnnxNode("Sigmoid", softmax.Inputs, softmax.Outputs);
        }

        graph.RemoveUnused();
    }

    private static OnnxTensor Difference(OnnxTensor tensor)
    {
        var half = tensor.Floats.Length / 2;
        var values = new float[tensor.Floats.Length];
        for (var i = 0; i < half; i++)
        {
            values[i] = tensor.Floats[i] - tensor.Floats[half + i];
            values[half + i] = -values[i];
        }

        return OnnxTensor.Of(values, [.. tensor.Shape]);
    }
}
