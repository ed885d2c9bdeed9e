using AccessKiosk.Enrollment.Calibration.Scores;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class ScoreDistributionTests
{
    [Fact]
    public void Errors_near_their_end_are_counted_exactly_and_elsewhere_to_a_bin()
    {
        var random = new Random(1);
        var accumulator = new ScoreAccumulator(1);
        float[] scores = [.. Enumerable.Range(0, 400_000).Select(_ => (float)(random.NextDouble() * random.NextDouble() * 1.6 - 0.8))];
        for (var i = 0; i < scores.Length; i++)
        {
            accumulator.Offer(new(scores[i], i, i), mated: false, 0);
            accumulator.Offer(new(-scores[i], i, i), mated: true, 0);
        }
        var result = accumulator.ToScores();
        var sorted = scores.OrderDescending().ToArray();

        foreach (var rank in new[] { 0, 1, 5, 1000, 100_000 })
        {
            Assert.Equal(scores.Count(s => s >= sorted[rank]), result.NonMated.ErrorsAt(sorted[rank]).Errors);
            Assert.Equal(scores.Count(s => -s < -sorted[rank]), result.Mated.ErrorsAt(-sorted[rank]).Errors);
            Assert.True(result.NonMated.KeepsAllErrorsAt(sorted[rank]));
        }
        foreach (var threshold in new[] { -0.7f, -0.5f, -0.35f })
        {
            Assert.False(result.NonMated.KeepsAllErrorsAt(threshold));
            var exact = scores.Count(s => s >= threshold);
            var widened = scores.Count(s => s >= threshold - 2f / 65536);
            Assert.InRange(result.NonMated.ErrorsAt(threshold).Errors, exact, widened);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(999)]
    [InlineData(150_000)]
    [InlineData(390_000)]
    public void The_threshold_for_a_number_of_errors_allows_no_more_and_wastes_little(int allowed)
    {
        var random = new Random(2);
        var accumulator = new ScoreAccumulator(1);
        for (var i = 0; i < 400_000; i++)
            accumulator.Offer(new((float)random.NextDouble(), i, i), mated: false, 0);
        var scores = accumulator.ToScores().NonMated;

        var errors = scores.ErrorsAt(scores.ThresholdFor(allowed)).Errors;

        Assert.InRange(errors, allowed < 100_000 ? allowed : allowed - 30, allowed);
    }

    [Fact]
    public void Parts_added_together_are_as_if_one_had_seen_all()
    {
        var random = new Random(3);
        ScoredPair[] pairs = [.. Enumerable.Range(0, 500_000).Select(i => new ScoredPair(random.Next(5000) / 5000f, i, i + 1))];
        var whole = new ScoreAccumulator(2);
        ScoreAccumulator[] parts = [new(2), new(2), new(2)];
        for (var i = 0; i < pairs.Length; i++)
        {
            whole.Offer(pairs[i], mated: i % 3 == 0, i % 2);
            parts[i < 320_000 ? 0 : random.Next(1, 3)].Offer(pairs[i], mated: i % 3 == 0, i % 2);
        }
        parts[2].Add(parts[0]);
        parts[2].Add(parts[1]);

        var (a, b) = (whole.ToScores(), parts[2].ToScores());
        Assert.Equal(a.NonMated.Extremes, b.NonMated.Extremes.Take(a.NonMated.Extremes.Count));
        Assert.Equal(a.Mated.Extremes, b.Mated.Extremes.Take(a.Mated.Extremes.Count));
        Assert.Equal(a.NonMated.Count, b.NonMated.Count);
        Assert.Equal(a.NonMated.Bins.ToArray(), b.NonMated.Bins.ToArray());
        Assert.Equal(a.Mated.FoldBins(1).ToArray(), b.Mated.FoldBins(1).ToArray());
    }
}
