namespace AccessKiosk.ModelImport.Onnx;

/// <summary>
/// One operation. An attribute's value is a <see cref="long"/>, <see cref="float"/>, <see cref="string"/>,
/// <c>long[]</c>, <c>float[]</c> or <see cref="OnnxTensor"/>.
/// </summary>
internal sealed class OnnxNode(string op, IEnumerable<string> inputs, IEnumerable<string> outputs)
{
    /// <summary>Operator name of the default domain.</summary>
    public string Op { get; } = op;

    /// <summary>Names of the values read; an empty name is an omitted optional input.</summary>
    public List<string> Inputs { get; } = [.. inputs];

    /// <summary>Names of the values produced.</summary>
    public List<string> Outputs { get; } = [.. outputs];

    /// <summary>Attributes, kept sorted so that the same model is always written as the same bytes.</summary>
    public SortedDictionary<string, object> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>The only output.</summary>
    public string Output => Outputs[0];

    /// <summary>The <c>group</c> attribute of a convolution; 1 where it is absent.</summary>
    public long Group => Attributes.TryGetValue("group", out var group) ? (long)group : 1;

    /// <summary>Sets an attribute and returns this node.</summary>
    public OnnxNode With(string name, object value)
    {
        Attributes[name] = value;
        return this;
    }
}

/// <summary>An input or output; an axis is a size or, where it is free, a name.</summary>
internal sealed record OnnxValue(string Name, IReadOnlyList<OnnxAxis> Shape);

/// <summary>One axis: a fixed size, or a name where the size is free.</summary>
internal readonly record struct OnnxAxis(long Size, string? Symbol)
{
    /// <summary>A fixed axis.</summary>
    public static OnnxAxis Fixed(long size) => new(size, null);

    /// <summary>A free axis.</summary>
    public static OnnxAxis Free(string symbol) => new(-1, symbol);
}
