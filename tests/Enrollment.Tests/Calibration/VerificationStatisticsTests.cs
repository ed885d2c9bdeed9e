using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Tests.Matching;
using MathNet.Numerics.Distributions;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class VerificationStatisticsTests
{
    [Fact]
    public void Two_normal_distributions_give_the_rates_that_theory_gives()
    {
        // Mated N(0.5, 0.1²), non-mated N(0.2, 0.1²): d' = 3, EER = Φ(-1.5), AUC = Φ(3/√2).
        var scores = Gaussian(400_000, 0.5, 0.2, folds: 4);

        Assert.Equal(Normal.CDF(0, 1, -1.5), VerificationStatistics.Eer(scores), 3);
        Assert.Equal(Normal.CDF(0, 1, 3 / Math.Sqrt(2)), VerificationStatistics.Auc(scores), 3);
        Assert.Equal(Normal.CDF(0, 1, 1.5), VerificationStatistics.Accuracy(scores).Accuracy, 3);
        var threshold = scores.ThresholdAtFmr(1e-3);
        Assert.Equal(Normal.InvCDF(0.2, 0.1, 1 - 1e-3), threshold, 0.01);
        Assert.Equal(Normal.CDF(0.5, 0.1, threshold), scores.Mated.ErrorsAt(threshold).Rate, 2);
    }

    [Fact]
    public void Separated_scores_give_perfect_figures()
    {
        var scores = Scores([(0.9f, true, 0), (0.8f, true, 1), (0.1f, false, 0), (0.2f, false, 1)], 2);
        Assert.Equal(1, VerificationStatistics.Auc(scores));
        Assert.Equal(0, VerificationStatistics.Eer(scores));
        Assert.Equal((1.0, 0.0), VerificationStatistics.Accuracy(scores));
    }

    [Fact]
    public void Accuracy_uses_the_threshold_of_the_other_folds_and_the_sample_deviation()
    {
        // Each fold's best threshold fails the other: all of fold 0 lies above 0.5, all of fold 1 below.
        var scores = Scores(
            [(0.9f, true, 0), (0.6f, false, 0), (0.8f, true, 0), (0.4f, true, 1), (0.1f, false, 1), (0.3f, true, 1)], 2);
        var (accuracy, deviation) = VerificationStatistics.Accuracy(scores);
        // Fold 0 at a threshold in (0.1, 0.3]: 2 of 3 right. Fold 1 at one in (0.6, 0.8]: 1 of 3.
        Assert.Equal(0.5, accuracy, 9);
        Assert.Equal(Math.Sqrt(2) / 6, deviation, 9);
    }

    [Fact]
    public void All_equal_scores_tell_nothing()
    {
        var scores = Scores([(0.5f, true, 0), (0.5f, false, 0)], 1);
        Assert.Equal(0.5, VerificationStatistics.Auc(scores));
        Assert.Equal(0.5, VerificationStatistics.Eer(scores));
    }

    private static ComparisonScores Gaussian(int count, double mated, double nonMated, int folds)
    {
        var random = new Random(11);
        var accumulator = new ScoreAccumulator(folds);
        for (var i = 0; i < count; i++)
        {
            accumulator.Offer(new((float)(mated + 0.1 * Synthetic.Gaussian(random)), i, i), mated: true, i % folds);
            accumulator.Offer(new((float)(nonMated + 0.1 * Synthetic.Gaussian(random)), i, i), mated: false, i % folds);
        }
        return accumulator.ToScores();
    }

    private static ComparisonScores Scores((float Score, bool Mated, int Fold)[] all, int folds)
    {
        var accumulator = new ScoreAccumulator(folds);
        foreach (var (score, mated, fold) in all)
            accumulator.Offer(new(score, 0, 1), mated, fold);
        return accumulator.ToScores();
    }
}
