using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>Finds softmax where an exporter wrote it out as exp(x − max x) ÷ sum and makes it one node again.</summary>
internal static class SoftmaxFusion
{
    /// <summary>Edits the graph in place.</summary>
    public static void Apply(OnnxGraph graph)
    {
        foreach (var divide in graph.Nodes.Where(n => n.Op == "Div").ToList())
        {
            if (graph.ProducerOf(divide.Inputs[0]) is not { Op: "Exp" } exp) continue;
            if (graph.ProducerOf(divide.Inputs[1]) is not { Op: "ReduceSum" } sum || sum.Inputs[0] != exp.Output)
                continue;
            if (graph.ProducerOf(exp.Inputs[0]) is not { Op: "Sub" } shift) continue;
            if (graph.ProducerOf(shift.Inputs[1]) is not { Op: "ReduceMax" } max || max.Inputs[0] != shift.Inputs[0])
                continue;
            if (max.Attributes["axes"] is not long[] { Length: 1 } axes) continue;
            if (!graph.Constants[sum.Inputs[1]].Longs.SequenceEqual(axes)) continue;
            graph.Nodes[graph.Nodes.IndexOf(divide)] =
                new OnnxNode("Softmax", [max.Inputs[0]], divide.Outputs).With("axis", axes[0]);
        }

        graph.RemoveUnused();
    }
}
