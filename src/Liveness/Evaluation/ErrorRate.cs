using MathNet.Numerics.Distributions;

namespace AccessKiosk.Liveness.Evaluation;

/// <summary>A share of errors with its upper bound.</summary>
/// <param name="Errors">Errors.</param>
/// <param name="Trials">Trials.</param>
/// <param name="Rate">Errors over trials; 0 without trials.</param>
/// <param name="Upper95">Upper bound of the one-sided 95 % interval (Clopper and Pearson 1934); 1 without trials.</param>
public readonly record struct ErrorRate(int Errors, int Trials, double Rate, double Upper95)
{
    /// <summary>Counts.</summary>
    public static ErrorRate Of(int errors, int trials) => new(
        errors, trials, trials == 0 ? 0 : errors / (double)trials,
        errors >= trials ? 1 : Beta.InvCDF(errors + 1, trials - errors, 0.95));
}
