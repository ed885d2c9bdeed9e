namespace AccessKiosk.ModelImport.Onnx;

/// <summary>
/// An ONNX model as the importer edits it: nodes in execution order, constants by name, inputs and outputs.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>Version of the default operator set that the nodes are written in.</summary>
    public required long Opset { get; init; }

    /// <summary>Nodes in execution order.</summary>
    public List<OnnxNode> Nodes { get; init; } = [];

    /// <summary>Initialisers by name.</summary>
    public Dictionary<string, OnnxTensor> Constants { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The model's inputs, without the initialisers that old exporters list among them.</summary>
    public List<OnnxValue> Inputs { get; init; } = [];

    /// <summary>The model's outputs.</summary>
    public List<OnnxValue> Outputs { get; init; } = [];

    /// <summary>Adds a constant and returns its name.</summary>
    public string AddConstant(string name, OnnxTensor tensor)
    {
        Constants.Add(name, tensor);
        return name;
    }

    /// <summary>The node that produces <paramref name="value"/>; null for inputs and constants.</summary>
    public OnnxNode? ProducerOf(string value) => Nodes.Find(n => n.Outputs.Contains(value));

    /// <summary>The nodes that read <paramref name="value"/>.</summary>
    public IEnumerable<OnnxNode> ConsumersOf(string value) => Nodes.Where(n => n.Inputs.Contains(value));

    /// <summary>Gives a value another name everywhere.</summary>
    public void Rename(string from, string to)
    {
        if (string.Equals(from, to, StringComparison.Ordinal)) return;
        if (Nodes.Exists(n => n.Outputs.Contains(to)) || Constants.ContainsKey(to) || Inputs.Exists(i => i.Name == to))
            throw new ImportException($"the name '{to}' is already taken by another tensor of the model");
        Redirect(from, to);
    }

    /// <summary>Lets every node that names one value name another instead.</summary>
    public void Redirect(string from, string to)
    {
        foreach (var node in Nodes)
        {
            Replace(node.Inputs, from, to);
            Replace(node.Outputs, from, to);
        }
    }

    /// <summary>Drops constants and nodes that no output needs.</summary>
    public void RemoveUnused()
    {
        var needed = Outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = Nodes.Count - 1; i >= 0; i--)
        {
            if (Nodes[i].Outputs.Exists(needed.Contains)) needed.UnionWith(Nodes[i].Inputs);
            else Nodes.RemoveAt(i);
        }

        foreach (var name in Constants.Keys.Where(k => !needed.Contains(k)).ToList()) Constants.Remove(name);
    }

    private static void Replace(List<string> names, string from, string to)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == from)
                names[i] = to;
    }
}
