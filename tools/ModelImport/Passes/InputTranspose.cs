using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// Lets a model take N, C, H, W directly where an exporter put a transpose from N, H, W, C behind its input.
/// </summary>
internal static class InputTranspose
{
    /// <summary>Edits the graph in place; a graph without such a transpose stays as it is.</summary>
    public static void Remove(OnnxGraph graph)
    {
        var input = graph.Inputs[0].Name;
        if (graph.ConsumersOf(input).ToList() is not [{ Op: "Transpose" } transpose]) return;
        if (transpose.Attributes["perm"] is not long[] perm || perm is not [0, 3, 1, 2]) return;
        graph.Nodes.Remove(transpose);
        graph.Redirect(transpose.Output, input);
    }
}
