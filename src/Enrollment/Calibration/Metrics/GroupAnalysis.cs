using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Enrollment.Matching;

namespace AccessKiosk.Enrollment.Calibration.Metrics;

/// <summary>Whether errors fall on some groups of people more than on others.</summary>
/// <remarks>
/// People, not comparisons, are what is drawn at random: one person with bad images gives many errors. So group labels are
/// shuffled over people, and the largest deviation over all groups and both error rates is compared with what shuffling
/// gives (single-step max-T of Westfall and Young, 1993), which also accounts for the number of groups looked at.
/// </remarks>
public static class GroupAnalysis
{
    private const int Shuffles = 2000;

    /// <summary>Errors by group at a threshold, one result an attribute.</summary>
    /// <exception cref="CalibrationException">The threshold is so low that not every false match was kept, or no person has a group.</exception>
    public static IReadOnlyList<AttributeErrors> Analyse(
        IReadOnlyList<LabelledEmbedding> images, ComparisonScores scores, float threshold, SubjectGroups groups, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(groups);
        if (!scores.NonMated.KeepsAllErrorsAt(threshold))
            throw new CalibrationException($"At threshold {threshold:f3} there are too many false matches to tell groups apart; choose a higher one.");
        var people = Subject.All(images, threshold);
        var falseMatches = scores.NonMated.Extremes.TakeWhile(p => p.Score >= threshold)
            .Select(p => (images[p.First].Subject, images[p.Second].Subject)).ToArray();
        return [.. groups.Attributes.Select(a => Analyse(a.Key, a.Value, people, falseMatches, threshold, cancel))];
    }

    private static AttributeErrors Analyse(
        string attribute, IReadOnlyDictionary<string, string> groupOf, IReadOnlyDictionary<string, Subject> people,
        (string, string)[] falseMatches, float threshold, CancellationToken cancel)
    {
        string[] names = [.. people.Keys.Where(groupOf.ContainsKey).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
            throw new CalibrationException($"None of the people compared has a group for '{attribute}'; are the subjects spelt as the folders are?");
        string[] groups = [.. names.Select(n => groupOf[n]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var number = names.Index().ToDictionary(p => p.Item, p => p.Index, StringComparer.Ordinal);
        var tally = new GroupTally(
            [.. names.Select(n => people[n])],
            [.. falseMatches.Where(m => number.ContainsKey(m.Item1) && number.ContainsKey(m.Item2)).Select(m => (number[m.Item1], number[m.Item2]))],
            groups.Length);

        int[] labels = [.. names.Select(n => Array.BinarySearch(groups, groupOf[n], StringComparer.Ordinal))];
        var observed = tally.Count(labels);
        var shuffled = new double[Shuffles][];
        // A fixed seed: the same data give the same report.
        var random = new Random(1);
        for (var i = 0; i < Shuffles; i++)
        {
            cancel.ThrowIfCancellationRequested();
            random.Shuffle(labels);
            shuffled[i] = Rates(tally.Count(labels));
        }
        var p = MaxDeviation.PValues(Rates(observed), shuffled);
        int[] counts = [.. groups.Select(g => names.Count(n => string.Equals(groupOf[n], g, StringComparison.Ordinal)))];
        return new(attribute, threshold, [.. groups.Select((g, i) =>
            new GroupErrors(g, counts[i], observed[i].Fmr, observed[i].Fnmr, p[2 * i], p[2 * i + 1]))]);
    }

    private static double[] Rates((ErrorRate Fmr, ErrorRate Fnmr)[] groups) =>
        [.. groups.SelectMany(g => new[] { g.Fmr.Rate, g.Fnmr.Rate })];
}

/// <summary>One person's part in the errors.</summary>
internal sealed record Subject(int Images, long MatedErrors, long MatedTrials)
{
    public static Dictionary<string, Subject> All(IReadOnlyList<LabelledEmbedding> images, float threshold) =>
        images.Where(i => i.Detected).GroupBy(i => i.Subject, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Of([.. g], threshold), StringComparer.Ordinal);

    private static Subject Of(LabelledEmbedding[] images, float threshold)
    {
        var errors = 0L;
        for (var i = 0; i < images.Length; i++)
        {
            for (var j = 0; j < i; j++)
                errors += UnitVector.Score(images[i].Vector.Span, images[j].Vector.Span) < threshold ? 1 : 0;
        }
        return new(images.Length, errors, (long)images.Length * (images.Length - 1) / 2);
    }
}

/// <summary>Counts errors by group for any assignment of people to groups.</summary>
internal sealed class GroupTally(Subject[] people, (int First, int Second)[] falseMatches, int groups)
{
    public (ErrorRate Fmr, ErrorRate Fnmr)[] Count(ReadOnlySpan<int> groupOf)
    {
        var images = new long[groups];
        var squares = new long[groups];
        var matedErrors = new long[groups];
        var matedTrials = new long[groups];
        var nonMatedErrors = new long[groups];
        for (var i = 0; i < people.Length; i++)
        {
            var group = groupOf[i];
            images[group] += people[i].Images;
            squares[group] += (long)people[i].Images * people[i].Images;
            matedErrors[group] += people[i].MatedErrors;
            matedTrials[group] += people[i].MatedTrials;
        }
        foreach (var (first, second) in falseMatches)
        {
            if (groupOf[first] == groupOf[second])
                nonMatedErrors[groupOf[first]]++;
        }
        var rates = new (ErrorRate, ErrorRate)[groups];
        for (var g = 0; g < groups; g++)
            rates[g] = (new(nonMatedErrors[g], (images[g] * images[g] - squares[g]) / 2), new(matedErrors[g], matedTrials[g]));
        return rates;
    }
}
