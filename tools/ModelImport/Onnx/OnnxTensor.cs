namespace AccessKiosk.ModelImport.Onnx;

/// <summary>A constant of 32-bit floats or 64-bit integers, row-major.</summary>
internal sealed class OnnxTensor
{
    private OnnxTensor(long[] shape, float[]? floats, long[]? longs)
    {
        var elements = shape.Aggregate(1L, (a, b) => checked(a * b));
        var length = floats?.Length ?? longs!.Length;
        if (elements != length)
            throw new ImportException($"a constant of shape [{string.Join(',', shape)}] holds {length} values");
        (Shape, FloatsOrNull, LongsOrNull) = (shape, floats, longs);
    }

    /// <summary>Sizes of the axes; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The values, where they are floats.</summary>
    public float[]? FloatsOrNull { get; }

    /// <summary>The values, where they are integers.</summary>
    public long[]? LongsOrNull { get; }

    /// <summary>The values, which must be floats.</summary>
    public float[] Floats => FloatsOrNull
        ?? throw new ImportException("a constant holds integers where floats are needed");

    /// <summary>The values, which must be integers.</summary>
    public long[] Longs => LongsOrNull
        ?? throw new ImportException("a constant holds floats where integers are needed");

    /// <summary>Makes a constant of floats.</summary>
    public static OnnxTensor Of(float[] values, params long[] shape) => new(shape, values, null);

    /// <summary>Makes a constant of integers.</summary>
    public static OnnxTensor Of(long[] values, params long[] shape) => new(shape, null, values);
}
