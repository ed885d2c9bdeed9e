using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Scores;

namespace AccessKiosk.Enrollment.Calibration;

/// <summary>What a calibration is about, beside its scores.</summary>
/// <param name="ModelHash">Hash of the embedding model.</param>
/// <param name="Origin">Where the data came from.</param>
/// <param name="Description">The data in a person's words.</param>
/// <param name="CreatedBy">The program and version.</param>
/// <param name="Corrected">Images whose label was put right, as <see cref="DataCorrections.Apply"/> counts them.</param>
public sealed record CalibrationSubject(
    string ModelHash, CalibrationOrigin Origin, string Description, string CreatedBy, int Corrected = 0);

/// <summary>Makes calibration records.</summary>
public static class Calibrator
{
    /// <summary>The false match rates that a record reports.</summary>
    public static IReadOnlyList<double> ReportedFmr { get; } = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    private const int HistogramBins = 200;
    private const int PointsPerDecade = 40;
    private const double ThresholdStep = 0.01;
    private const int FewPeople = 30;

    /// <summary>Compares every image with every other and describes the scores.</summary>
    /// <exception cref="CalibrationException">Too little data.</exception>
    public static (CalibrationRecord Record, ComparisonScores Scores) Calibrate(
        IReadOnlyList<LabelledEmbedding> images, CalibrationSubject about, TimeProvider clock, int threads = 2,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        var scores = AllPairs.Compare(images, threads, progress, cancel);
        var detected = images.Where(i => i.Detected).ToArray();
        var people = detected.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count();
        return (Describe(scores, about, people, detected.Length, images.Count - detected.Length, clock), scores);
    }

    /// <summary>Describes scores that were computed before.</summary>
    public static CalibrationRecord Describe(
        ComparisonScores scores, CalibrationSubject about, int people, int images, int undetected, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(about);
        ArgumentNullException.ThrowIfNull(clock);
        var tail = ScoreTail.Fit(scores.NonMated);
        var record = new CalibrationRecord
        {
            Schema = CalibrationRecord.CurrentSchema,
            ModelHash = about.ModelHash,
            Origin = about.Origin,
            Data = new(about.Description, people, images, undetected, scores.Mated.Count, scores.NonMated.Count, about.Corrected),
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = about.CreatedBy,
            Auc = VerificationStatistics.Auc(scores),
            Eer = VerificationStatistics.Eer(scores),
            AtFmr = [],
            Distribution = Points(scores),
            Tail = tail,
            Histogram = new(Histogram(scores.Mated), Histogram(scores.NonMated)),
            Warnings = [.. Warnings(people, scores, tail)],
        };
        var selector = new ThresholdSelector(record);
        return record with { AtFmr = [.. ReportedFmr.Where(f => f >= selector.LeastFmr).Select(f => At(f, selector, scores)).OfType<ErrorsAtFmr>()] };
    }

    private static ErrorsAtFmr? At(double fmr, ThresholdSelector selector, ComparisonScores scores)
    {
        try
        {
            var point = selector.ForFmr(fmr);
            var threshold = point.Extrapolated ? point.Threshold : scores.ThresholdAtFmr(fmr);
            return new(fmr, threshold, scores.NonMated.ErrorsAt(threshold), scores.Mated.ErrorsAt(threshold), point.Extrapolated);
        }
        catch (CalibrationException)
        {
            return null;
        }
    }

    private static DistributionPoint[] Points(ComparisonScores scores)
    {
        var thresholds = new SortedSet<float>();
        for (var allowed = (double)scores.NonMated.Count; allowed >= 1; allowed *= Math.Pow(10, -1.0 / PointsPerDecade))
            thresholds.Add(scores.NonMated.ThresholdFor((long)allowed));
        thresholds.Add(scores.NonMated.ThresholdFor(0));
        for (var threshold = thresholds.Max + ThresholdStep; threshold <= 1; threshold += ThresholdStep)
            thresholds.Add((float)threshold);
        return [.. thresholds.Select(t => new DistributionPoint(t, scores.NonMated.ErrorsAt(t).Errors, scores.Mated.ErrorsAt(t).Errors))];
    }

    private static long[] Histogram(ScoreDistribution scores)
    {
        var counts = new long[HistogramBins];
        for (var bin = 0; bin < ScoreBins.Count; bin++)
            counts[(int)((long)bin * HistogramBins / ScoreBins.Count)] += scores.Bins[bin];
        return counts;
    }

    private static IEnumerable<string> Warnings(int people, ComparisonScores scores, ScoreTail? tail)
    {
        if (people < FewPeople)
            yield return $"Only {people} people: the figures hold for them and say little of others.";
        if (tail is null)
            yield return $"{scores.NonMated.Count:n0} non-mated comparisons are too few to look beyond them.";
        else if (!tail.FitsWell)
            yield return "The fitted tail does not describe the highest non-mated scores well (mislabelled images are the usual reason); thresholds beyond the data are uncertain.";
        if (tail is not null && (tail.IsHeavy || (scores.NonMated.Extremes is [var top, ..] && tail.IsOutlier(top.Score))))
            yield return "The highest non-mated scores lie far above what the others suggest: look whether those images show one person under two names, and correct the labels.";
    }
}
