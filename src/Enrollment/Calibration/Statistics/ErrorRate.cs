using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>Errors seen in a number of trials, with 95 % bounds on the rate behind them.</summary>
/// <remarks>
/// Clopper and Pearson (1934), two-sided. Where no error was seen the upper bound is the one-sided 95 % one,
/// 1 - 0.05^(1/n): the rule of three of ISO/IEC 19795-1, about 3/n. The bounds take trials as independent; comparisons
/// that share people are not quite, so the true uncertainty is somewhat larger.
/// </remarks>
/// <param name="Errors">Errors, 0 to <paramref name="Trials"/>.</param>
/// <param name="Trials">Trials; with none the rate is unknown (0 to 1).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ErrorRate(long Errors, long Trials)
{
    private const double Tail = 0.025;

    /// <summary>Errors per trial; NaN without trials.</summary>
    [JsonIgnore]
    public double Rate => Trials == 0 ? double.NaN : (double)Errors / Trials;

    /// <summary>Lower 95 % bound.</summary>
    public double Lower95 => Errors == 0 ? 0 : Beta.InvCDF(Errors, Trials - Errors + 1, Tail);

    /// <summary>Upper 95 % bound.</summary>
    public double Upper95 =>
        Errors == Trials ? 1 :
        Errors == 0 ? -Precise.ExpMinusOne(Math.Log(2 * Tail) / Trials) :
        Beta.InvCDF(Errors + 1, Trials - Errors, 1 - Tail);

    /// <summary>Rate and bounds in percent.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Rate:p3} [{Lower95:p3}, {Upper95:p3}] ({Errors:n0} of {Trials:n0})");
}
