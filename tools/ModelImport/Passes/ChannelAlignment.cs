using AccessKiosk.ModelImport.Onnx;

namespace AccessKiosk.ModelImport.Passes;

/// <summary>
/// Pads channel counts inside the network with zero weights to whole vectors. ONNX Runtime's blocked layout takes
/// depthwise convolutions only in whole blocks (8 or 16 channels); a pruned network (13, 103, 231 channels) leaves and
/// enters that layout at every layer otherwise. No number changes: what is added is multiplied by zero.
/// </summary>
internal sealed class ChannelAlignment
{
    private static readonly HashSet<string> ChannelWise = new(StringComparer.Ordinal)
    {
        "PRelu", "Relu", "Add", "Sub", "Mul", "Neg", "Sigmoid", "HardSigmoid", "MaxPool", "AveragePool",
        "GlobalAveragePool", "Resize",
    };

    // Whole vectors of AVX-512; 8 (AVX2) divides it.
    private const int Block = 16;

    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, string> _parent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fixed = new(StringComparer.Ordinal);

    private ChannelAlignment(OnnxGraph graph) => _graph = graph;

    /// <summary>Edits the graph in place.</summary>
    public static void Apply(OnnxGraph graph)
    {
        var pass = new ChannelAlignment(graph);
        pass.Group();
        pass.Pad();
    }

    // Values that must keep equal channel counts form one group; a group is fixed where something outside reads it.
    private void Group()
    {
        Fix([.. _graph.Inputs.Concat(_graph.Outputs).Select(v => v.Name)]);
        foreach (var node in _graph.Nodes)
        {
            if (node.Op == "Conv")
            {
                var weights = _graph.Constants[node.Inputs[1]].Shape;
                _channels[node.Output] = (int)weights[0];
                if (node.Group == 1) continue;
                if (node.Group == weights[0] && weights[1] == 1) Join(node.Inputs[0], node.Output);
                else Fix(node.Inputs[0], node.Output);
            }
            else if (ChannelWise.Contains(node.Op))
            {
                foreach (var input in node.Inputs.Where(i => i.Length > 0 && !_graph.Constants.ContainsKey(i)))
                    Join(input, node.Output);
                if (node.Op != "Resize" && node.Inputs.Exists(i => IsOther(node, i))) Fix(node.Output);
            }
            else
            {
                Fix([.. node.Inputs, .. node.Outputs]);
            }
        }
    }

    // A constant operand that is not grown here; only slopes are.
    private bool IsOther(OnnxNode node, string input)
    {
        if (!_graph.Constants.TryGetValue(input, out var constant)) return false;
        return node.Op != "PRelu" || !PReluExpansion.IsSlopes(constant);
    }

    private void Pad()
    {
        foreach (var node in _graph.Nodes)
        {
            if (node.Op is not ("Conv" or "PRelu")) continue;
            var added = Added(node.Output);
            Grow(node, 1, added, inner: node.Op == "Conv" && node.Group == 1 ? Added(node.Inputs[0]) : 0);
            if (node.Inputs.Count > 2) Grow(node, 2, added, inner: 0);
            if (node.Group > 1 && added > 0) node.With("group", node.Group + added);
        }
    }

    private void Grow(OnnxNode node, int input, int outer, int inner)
    {
        if (outer == 0 && inner == 0) return;
        var old = _graph.Constants[node.Inputs[input]];
        var shape = old.Shape.ToArray();
        var rows = (int)shape[0];
        var row = old.Floats.Length / rows;
        var grown = shape.Length > 1 ? row + (inner * (row / (int)shape[1])) : row;
        var values = new float[(rows + outer) * grown];
        for (var r = 0; r < rows; r++) Array.Copy(old.Floats, r * row, values, r * grown, row);
        shape[0] += outer;
        if (shape.Length > 1) shape[1] += inner;
        // Another node may read the same constant, so the grown one gets a name of its own.
        node.Inputs[input] = _graph.AddConstant($"{node.Output}/aligned{input}", OnnxTensor.Of(values, shape));
    }

    private int Added(string value)
    {
        var root = Root(value);
        if (_fixed.Contains(root) || !_channels.TryGetValue(root, out var channels)) return 0;
        return ((channels + Block - 1) / Block * Block) - channels;
    }

    private void Fix(params ReadOnlySpan<string> values)
    {
        foreach (var value in values) _fixed.Add(Root(value));
    }

    private string Root(string value)
    {
        while (_parent.TryGetValue(value, out var parent)) value = parent;
        return value;
    }

    private void Join(string a, string b)
    {
        var (rootA, rootB) = (Root(a), Root(b));
        if (rootA == rootB) return;
        _parent[rootB] = rootA;
        if (_fixed.Contains(rootB)) _fixed.Add(rootA);
        // Counts that differ are a broadcast: nothing may grow there.
        if (_channels.TryGetValue(rootB, out var channels) && !_channels.TryAdd(rootA, channels)
            && _channels[rootA] != channels)
            _fixed.Add(rootA);
    }
}
