using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>What is believed of non-mated scores beyond those seen: peaks over a level, as extreme value theory has it.</summary>
/// <param name="Level">The score above which the fit holds.</param>
/// <param name="Exceedances">Non-mated comparisons above the level: what was fitted.</param>
/// <param name="Comparisons">All non-mated comparisons.</param>
/// <param name="Shape">ξ of the generalised Pareto distribution.</param>
/// <param name="Scale">Its σ.</param>
/// <param name="PValue">Chance of a fit as bad if the form is right (Anderson-Darling, parametric bootstrap).</param>
public sealed record ScoreTail(float Level, int Exceedances, long Comparisons, double Shape, double Scale, double PValue)
{
    // One-sided 95 %.
    private const double Sigmas = 1.6449;
    private const double GoodPValue = 0.1;
    private const double BadPValue = 0.01;

    // Each choice of level is tried from the most data to the least.
    private static readonly int[] Sizes = [2000, 1000, 500, 250, 125, 60];

    /// <summary>Whether the fit describes what was seen.</summary>
    [JsonIgnore]
    public bool FitsWell => PValue >= BadPValue;

    /// <summary>Whether the tail is heavier, beyond chance, than scores that end at 1 can have; mislabelled data look so.</summary>
    [JsonIgnore]
    public bool IsHeavy => Shape > Sigmas * (1 + Shape) / Math.Sqrt(Exceedances);

    private GeneralisedPareto Distribution => new(Shape, Scale);

    private double LevelRate => (double)Exceedances / Comparisons;

    /// <summary>Fits the tail over the lowest level at which the form holds; null with too few comparisons.</summary>
    internal static ScoreTail? Fit(ScoreDistribution nonMated)
    {
        ScoreTail? best = null;
        foreach (var size in Sizes)
        {
            if (size >= nonMated.Extremes.Count || size > nonMated.Count / 10)
                continue;
            var level = nonMated.Extremes[size].Score;
            // Ties with the level carry no information about the tail.
            double[] excesses = [.. nonMated.Extremes.Take(size).Select(p => (double)p.Score - level).Where(x => x > 0).Order()];
            if (excesses.Length < Sizes[^1] / 2)
                continue;
            var fit = ParetoFit.Fit(excesses);
            var tail = new ScoreTail(
                level, excesses.Length, nonMated.Count, fit.Shape, fit.Scale, ParetoFit.GoodnessOfFit(excesses, fit));
            if (best is null || tail.PValue > best.PValue)
                best = tail;
            if (tail.PValue >= GoodPValue)
                return tail;
        }
        return best;
    }

    /// <summary>Estimated chance of a non-mated score at or above one that lies above the level.</summary>
    public double FmrAt(double score) => LevelRate * Distribution.Survival(score - Level);

    /// <summary>The score whose FMR is at most <paramref name="fmr"/> with 95 % confidence.</summary>
    public double UpperThresholdFor(double fmr)
    {
        var survival = fmr / LevelRate;
        return Level + Distribution.Excess(survival) + Sigmas * Distribution.ExcessError(survival, Exceedances);
    }

    /// <summary>Whether a score is higher than the highest of all comparisons would be, 19 times in 20.</summary>
    internal bool IsOutlier(double score) => score > Level && Comparisons * FmrAt(score) < 0.05;

    /// <summary>Upper 95 % bound of <see cref="FmrAt"/>, no lower than <paramref name="least"/>.</summary>
    public double UpperFmrAt(double score, double least)
    {
        var (low, high) = (Math.Log(least), Math.Log(LevelRate));
        if (UpperThresholdFor(least) <= score)
            return least;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (UpperThresholdFor(Math.Exp(middle)) > score)
                low = middle;
            else
                high = middle;
        }
        return Math.Exp(high);
    }
}
