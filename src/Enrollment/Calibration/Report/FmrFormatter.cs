using AccessKiosk.Enrollment.Calibration.OperatingPoints;

namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>What a score says about strangers, in words.</summary>
public static class FmrFormatter
{
    private const double Least = 1e-12;

    /// <summary>How rare the score is between two different people.</summary>
    public static string Of(double fmr) => fmr switch
    {
        >= 0.5 => "most pairs of different people score this high",
        _ => $"one in {1 / Math.Max(fmr, Least):N0} pairs of different people scores this high",
    };

    /// <summary>How rare the score is, and how well that is known.</summary>
    public static string Of(FmrEstimate fmr) =>
        Of(fmr.Rate) + $" (FMR {fmr.Rate:0.0e+0}, at most {fmr.Upper95:0.0e+0} with 95 % confidence{(fmr.Extrapolated ? "; beyond what was measured" : "")})";
}
