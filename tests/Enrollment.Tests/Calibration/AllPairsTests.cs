using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class AllPairsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_pair_is_compared_once(int threads)
    {
        var images = SyntheticFaces.Of(150, 4);
        images.Insert(7, new("p0", "no face", default));

        var scores = AllPairs.Compare(images, threads, cancel: TestContext.Current.CancellationToken);

        var expected = (
            from i in Enumerable.Range(0, images.Count)
            from j in Enumerable.Range(i + 1, images.Count - i - 1)
            where images[i].Detected && images[j].Detected
            select (Mated: images[i].Subject == images[j].Subject,
                Pair: new ScoredPair(UnitVector.Score(images[i].Vector.Span, images[j].Vector.Span), i, j))).ToArray();
        Assert.Equal(150 * 6, scores.Mated.Count);
        Assert.Equal(expected.LongLength - 150 * 6, scores.NonMated.Count);
        Assert.Equal(
            expected.Where(e => e.Mated).Select(e => e.Pair).OrderBy(p => p.Score).ThenBy(p => p.First).ThenBy(p => p.Second),
            scores.Mated.Extremes);
        Assert.Equal(
            expected.Where(e => !e.Mated).Select(e => e.Pair).OrderByDescending(p => p.Score).Take(1000),
            scores.NonMated.Extremes.Take(1000));
    }

    [Fact]
    public void Progress_reaches_one_and_cancelling_stops()
    {
        var images = SyntheticFaces.Of(500, 2);
        var seen = 0.0;
        AllPairs.Compare(images, 1, new Here(x => seen = x), TestContext.Current.CancellationToken);
        Assert.Equal(1, seen);

        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => AllPairs.Compare(images, 1, new Here(_ => cancel.Cancel()), cancel.Token));
    }

    [Fact]
    public void Data_that_cannot_calibrate_is_refused_with_what_is_missing()
    {
        var token = TestContext.Current.CancellationToken;
        var onePerson = SyntheticFaces.Of(1, 5);
        var singles = SyntheticFaces.Of(5, 1);
        Assert.Contains("two people", Assert.Throws<CalibrationException>(() => AllPairs.Compare(onePerson, cancel: token)).Message, StringComparison.Ordinal);
        Assert.Contains("two images", Assert.Throws<CalibrationException>(() => AllPairs.Compare(singles, cancel: token)).Message, StringComparison.Ordinal);
        Assert.Throws<CalibrationException>(() => AllPairs.Compare([], cancel: token));
        Assert.Throws<CalibrationException>(() => AllPairs.Compare([new("a", "a1", default), new("b", "b1", default)], cancel: token));
        Assert.Throws<ArgumentException>(() => AllPairs.Compare([.. onePerson, new("q", "q_0", new float[SyntheticFaces.Dimension])], cancel: token));
    }

    private sealed class Here(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
