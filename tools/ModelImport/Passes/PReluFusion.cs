using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// Finds PReLU where an exporter wrote it out as relu(x) + a·(−relu(−x)) and makes it one node again.
/// </summary>
internal static class PReluFusion
{
    /// <summary>Edits the graph in place.</summary>
    public static void Apply(OnnxGraph graph)
    {
        foreach (var add in graph.Nodes.Where(n => n.Op == "Add").ToList())
        {
            if (graph.ProducerOf(add.Inputs[0]) is not { Op: "Relu" } positive) continue;
            if (graph.ProducerOf(add.Inputs[1]) is not { Op: "Mul" } scaled) continue;
            if (!graph.Constants.ContainsKey(scaled.Inputs[0])) continue;
            if (Chain(graph, scaled.Inputs[1], "Neg", "Relu", "Neg") is not { } x || x != positive.Inputs[0]) continue;
            graph.Nodes[graph.Nodes.IndexOf(add)] = new OnnxNode("PRelu", [x, scaled.Inputs[0]], add.Outputs);
        }

        graph.RemoveUnused();
    }

    private static string? Chain(OnnxGraph graph, string value, params ReadOnlySpan<string> ops)
    {
        foreach (var op in ops)
        {
            if (graph.ProducerOf(value) is not { } node || node.Op != op) return null;
            value = node.Inputs[0];
        }

        return value;
    }
}
