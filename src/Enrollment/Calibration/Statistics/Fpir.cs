namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>How searching a gallery multiplies the chance of a false match (ISO/IEC 19795-1, 1:N from 1:1).</summary>
/// <remarks>
/// FPIR = 1 - (1 - FMR)^N takes comparisons as independent. References of one person are alike, so counting references
/// and not people as N overstates FPIR: the safe side.
/// </remarks>
public static class Fpir
{
    /// <summary>The false positive identification rate of searching <paramref name="comparisons"/> references.</summary>
    public static double Of(double fmr, long comparisons)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(comparisons);
        RequireRate(fmr, nameof(fmr));
        return -Precise.ExpMinusOne(comparisons * Precise.LogOnePlus(-fmr));
    }

    /// <summary>The false match rate that gives <paramref name="fpir"/> over <paramref name="comparisons"/> references.</summary>
    public static double RequiredFmr(double fpir, long comparisons)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(comparisons, 1);
        RequireRate(fpir, nameof(fpir));
        return -Precise.ExpMinusOne(Precise.LogOnePlus(-fpir) / comparisons);
    }

    private static void RequireRate(double rate, string name)
    {
        if (!(rate is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, rate, "A rate is 0 to 1.");
    }
}
