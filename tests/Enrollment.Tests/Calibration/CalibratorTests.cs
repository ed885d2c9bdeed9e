using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Tests.Matching;

namespace AccessKiosk.Enrollment.Tests.Calibration;

/// <summary>One calibration of 1,000 made-up people, whose true false match rate is known.</summary>
public sealed class Calibrated
{
    public Calibrated() =>
        (Record, Scores) = Calibrator.Calibrate(SyntheticFaces.Of(1000, 2), SyntheticFaces.About, TimeProvider.System);

    public CalibrationRecord Record { get; }

    public ComparisonScores Scores { get; }
}

public sealed class CalibratorTests(Calibrated calibrated) : IClassFixture<Calibrated>
{
    private readonly ThresholdSelector _selector = new(calibrated.Record);

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    [InlineData(2e-5)]
    public void A_threshold_within_the_data_has_the_error_rate_it_promises(double fmr)
    {
        var point = _selector.ForFmr(fmr);
        Assert.False(point.Extrapolated);
        // Two images a person: comparisons come in fours that are alike, so the spread is twice the binomial's.
        var spread = 1 + 2 * 3 / Math.Sqrt(fmr * calibrated.Record.Data.NonMatedComparisons) + 0.06;
        Assert.InRange(SyntheticFaces.TrueFmr(point.Threshold), fmr / spread, fmr * spread);
        Assert.InRange(point.Fmr, fmr / 1.1, fmr);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-7)]
    [InlineData(2e-8)]
    public void A_threshold_beyond_the_data_is_marked_and_errs_to_the_safe_side(double fmr)
    {
        var point = _selector.ForFmr(fmr);
        Assert.True(point.Extrapolated);
        Assert.InRange(point.Threshold, SyntheticFaces.TrueThreshold(fmr), SyntheticFaces.TrueThreshold(fmr) + 0.12);
    }

    [Fact]
    public void Thresholds_rise_as_rates_fall_and_as_galleries_grow()
    {
        var rates = Enumerable.Range(0, 300).Select(i => Math.Pow(10, -0.02 - i * 0.025)).ToArray();
        var thresholds = rates.Select(f => _selector.ForFmr(f).Threshold).ToArray();
        Assert.Equal(thresholds.Order(), thresholds);
        Assert.True(_selector.ForGallery(100).Threshold < _selector.ForGallery(1000).Threshold);
        Assert.True(_selector.ForGallery(1000, 0.01).Threshold < _selector.ForGallery(1000).Threshold);
    }

    [Fact]
    public void What_the_record_cannot_speak_for_is_refused_with_what_would_help()
    {
        var e = Assert.Throws<CalibrationException>(() => _selector.ForGallery(10_000_000));
        Assert.Contains("more people", e.Message, StringComparison.Ordinal);
        Assert.Contains("FPIR 0.001 among 10,000,000 references", e.Message, StringComparison.Ordinal);
        var withoutTail = new ThresholdSelector(calibrated.Record with { Tail = null });
        Assert.Throws<CalibrationException>(() => withoutTail.ForFmr(1e-6));
        Assert.False(withoutTail.ForFmr(1e-4).Extrapolated);
        Assert.Throws<ArgumentOutOfRangeException>(() => _selector.ForGallery(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _selector.ForFmr(double.NaN));
    }

    [Fact]
    public void The_rate_that_a_score_stands_for_falls_with_the_score_and_bounds_the_truth()
    {
        var last = (Rate: 1.0, Upper95: 1.0);
        for (var score = -0.95f; score < 1; score += 0.01f)
        {
            var estimate = _selector.FmrOf(score);
            Assert.InRange(estimate.Rate, 1e-12, last.Rate);
            Assert.InRange(estimate.Upper95, estimate.Rate, last.Upper95 * 1.0001);
            Assert.True(estimate.Upper95 * 1.3 >= SyntheticFaces.TrueFmr(score) || SyntheticFaces.TrueFmr(score) < _selector.LeastFmr, $"{score}: {estimate}");
            last = (estimate.Rate, estimate.Upper95);
        }
        Assert.True(_selector.FmrOf(0.75f).Extrapolated);
        Assert.False(_selector.FmrOf(0.3f).Extrapolated);
    }

    [Fact]
    public void A_threshold_and_the_rate_of_its_score_agree()
    {
        Assert.All([0.1, 1e-2, 1e-3, 1e-4, 3e-5], fmr =>
            Assert.InRange(_selector.FmrOf(_selector.ForFmr(fmr).Threshold).Rate, fmr / 1.1, fmr));
        Assert.All([1e-6, 1e-7], fmr =>
            Assert.InRange(_selector.FmrOf(_selector.ForFmr(fmr).Threshold).Upper95, fmr / 1.01, fmr * 1.01));
    }

    [Fact]
    public void Reported_rates_come_with_counts_and_bounds()
    {
        var row = Assert.Single(calibrated.Record.AtFmr, r => r.WantedFmr == 1e-3);
        Assert.Equal((long)(1e-3 * row.Fmr.Trials), row.Fmr.Errors);
        Assert.Equal(calibrated.Scores.Mated.Count, row.Fnmr.Trials);
        Assert.True(row.Fnmr.Lower95 <= row.Fnmr.Rate && row.Fnmr.Rate <= row.Fnmr.Upper95);
        Assert.False(row.Extrapolated);
        Assert.True(calibrated.Record.AtFmr.Single(r => r.WantedFmr == 1e-6).Extrapolated);
        Assert.Equal(calibrated.Scores.Mated.Count, calibrated.Record.Histogram.Mated.Sum());
        Assert.Equal(calibrated.Scores.NonMated.Count, calibrated.Record.Histogram.NonMated.Sum());
    }

    [Fact]
    public void False_non_matches_at_a_threshold_are_never_understated()
    {
        for (var threshold = -0.9f; threshold < 1; threshold += 0.013f)
            Assert.True(_selector.FnmrAt(threshold) >= calibrated.Scores.Mated.ErrorsAt(threshold).Rate, $"{threshold}");
    }

    [Fact]
    public void Strangers_before_a_real_gallery_are_accepted_as_rarely_as_promised()
    {
        const int Size = 2000;
        const int Strangers = 4000;
        const double Wanted = 0.02;
        var random = new Random(21);
        var gallery = new Gallery(new() { ModelHash = Synthetic.Model, Dimension = SyntheticFaces.Dimension });
        gallery.Load(Enumerable.Range(0, Size).Select(i =>
            Synthetic.Reference(Synthetic.Person(i), Synthetic.Unit(random, SyntheticFaces.Dimension))));
        var threshold = _selector.ForGallery(gallery.References, Wanted).Threshold;

        var best = new Candidate[1];
        var accepted = 0;
        for (var i = 0; i < Strangers; i++)
        {
            gallery.Search(Synthetic.Unit(random, SyntheticFaces.Dimension), best);
            accepted += best[0].Score >= threshold ? 1 : 0;
        }

        // Calibration and trial both vary: within half of the promise either way.
        Assert.InRange((double)accepted / Strangers, 0.5 * Wanted, 1.5 * Wanted);
    }

    [Fact]
    public void A_mislabelled_person_is_noticed()
    {
        var images = SyntheticFaces.Of(400, 2, mated: 0.85f);
        images[1] = images[1] with { Subject = "someone else" };
        var (record, scores) = Calibrator.Calibrate(images, SyntheticFaces.About, TimeProvider.System, cancel: TestContext.Current.CancellationToken);
        Assert.Equal((0, 1), (scores.NonMated.Extremes[0].First, scores.NonMated.Extremes[0].Second));
        Assert.Contains(record.Warnings, w => w.Contains("two names", StringComparison.Ordinal));
        Assert.DoesNotContain(calibrated.Record.Warnings, w => w.Contains("two names", StringComparison.Ordinal));
    }

    [Fact]
    public void Few_people_and_few_comparisons_are_said()
    {
        var (record, _) = Calibrator.Calibrate(SyntheticFaces.Of(5, 3), SyntheticFaces.About, TimeProvider.System, cancel: TestContext.Current.CancellationToken);
        Assert.Null(record.Tail);
        Assert.Contains(record.Warnings, w => w.StartsWith("Only 5 people", StringComparison.Ordinal));
        Assert.Contains(record.Warnings, w => w.Contains("too few", StringComparison.Ordinal));
        Assert.Throws<CalibrationException>(() => new ThresholdSelector(record).ForGallery(5));
    }
}
