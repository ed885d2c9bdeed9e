using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.Calibration.Statistics;

/// <summary>
/// Generalised Pareto distribution of how far values exceed a level: the limit form of almost any distribution's tail
/// (Pickands 1975, Balkema and de Haan 1974).
/// </summary>
/// <param name="Shape">ξ: below 0 a tail that ends, 0 exponential, above 0 heavy.</param>
/// <param name="Scale">σ, positive.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeneralisedPareto(double Shape, double Scale)
{
    private const double NearlyExponential = 1e-9;

    /// <summary>The chance that an exceedance is greater than <paramref name="excess"/> (≥ 0).</summary>
    public double Survival(double excess)
    {
        if (Math.Abs(Shape) < NearlyExponential)
            return Math.Exp(-excess / Scale);
        var inner = 1 + Shape * excess / Scale;
        return inner <= 0 ? 0 : Math.Pow(inner, -1 / Shape);
    }

    /// <summary>The excess that is exceeded with chance <paramref name="survival"/> (above 0, at most 1).</summary>
    public double Excess(double survival) => Math.Abs(Shape) < NearlyExponential
        ? -Scale * Math.Log(survival)
        : Scale / Shape * Precise.ExpMinusOne(-Shape * Math.Log(survival));

    /// <summary>Standard error of <see cref="Excess"/> when the parameters were fitted to <paramref name="count"/> values.</summary>
    /// <remarks>Delta method with the information matrix of Hosking and Wallis (1987); holds for ξ ≥ -1/2.</remarks>
    public double ExcessError(double survival, int count)
    {
        var log = -Math.Log(survival);
        var byScale = Excess(survival) / Scale;
        var byShape = Math.Abs(Shape) < 1e-4
            ? Scale * log * log / 2
            : Scale * (Math.Exp(Shape * log) * log - byScale) / Shape;
        var one = 1 + Shape;
        var variance = one / count * (2 * Scale * Scale * byScale * byScale - 2 * Scale * byScale * byShape + one * byShape * byShape);
        return Math.Sqrt(Math.Max(0, variance));
    }
}
