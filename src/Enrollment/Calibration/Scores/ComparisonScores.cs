namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>What a calibration or an evaluation learns from: the scores of mated and of non-mated comparisons.</summary>
public sealed class ComparisonScores
{
    internal ComparisonScores(ScoreDistribution mated, ScoreDistribution nonMated) => (Mated, NonMated) = (mated, nonMated);

    /// <summary>Comparisons of two images of one person.</summary>
    public ScoreDistribution Mated { get; }

    /// <summary>Comparisons of images of two people.</summary>
    public ScoreDistribution NonMated { get; }

    /// <summary>The lowest threshold at which the false match rate seen is at most <paramref name="fmr"/>.</summary>
    public float ThresholdAtFmr(double fmr) => NonMated.ThresholdFor((long)Math.Floor(fmr * NonMated.Count));
}
