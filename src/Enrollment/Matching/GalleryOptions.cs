namespace AccessKiosk.Enrollment.Matching;

/// <summary>What a <see cref="Gallery"/> holds and how much of the machine a search may use.</summary>
public sealed class GalleryOptions
{
    /// <summary>The most components a reference may have; beyond it the first pass could overflow.</summary>
    public const int MaxDimension = 4096;

    /// <summary>Hash of the one embedding model whose references and probes are compared here.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Components of a reference.</summary>
    public int Dimension { get; init; } = 512;

    /// <summary>Threads one search may use, the caller's own included.</summary>
    public int MaxThreads { get; init; } = 2;

    /// <summary>References below which a search stays on the caller's thread.</summary>
    public int SingleThreadBelow { get; init; } = 4096;

    /// <summary>Every fault of these options; empty when they are good.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(ModelHash))
            faults.Add($"{nameof(ModelHash)} is empty; a gallery is bound to one embedding model.");
        if (Dimension is < 1 or > MaxDimension)
            faults.Add($"{nameof(Dimension)} is {Dimension}; it must be 1 to {MaxDimension}.");
        if (MaxThreads is < 1 or > 64)
            faults.Add($"{nameof(MaxThreads)} is {MaxThreads}; it must be 1 to 64.");
        if (SingleThreadBelow < 0)
            faults.Add($"{nameof(SingleThreadBelow)} is {SingleThreadBelow}; it must not be negative.");
        return faults;
    }
}
