namespace AccessKiosk.Vision.Quality;

/// <summary>Reads a set of faults.</summary>
public static class QualityFaultsExtensions
{
    /// <summary>
    /// Whether the set holds a fault. Unlike <see cref="Enum.HasFlag"/>, which boxes until the JIT has optimised its caller, it
    /// never allocates.
    /// </summary>
    public static bool Has(this QualityFaults faults, QualityFaults fault) => (faults & fault) != QualityFaults.None;
}
