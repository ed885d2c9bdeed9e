using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Liveness;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>How soon live people are called live without being asked, and what kept them waiting.</summary>
/// <param name="Group">All clips, one manifest's, or one folder's of it.</param>
/// <param name="Within1">Live within one second of the track's beginning.</param>
/// <param name="Within2">Within two.</param>
/// <param name="Within3">Within three.</param>
/// <param name="Ever">While the clip lasts.</param>
/// <param name="MedianSeconds">Median time to "live", those who never are counted as infinite; null where it is.</param>
/// <param name="CalledAttack">Called an attack.</param>
/// <param name="NotFound">No face near enough was found.</param>
/// <param name="Asked">Would have been asked for a challenge before they were live.</param>
/// <param name="Actions">How many of those for 1, 2, … movements, by the evidence at the time.</param>
/// <param name="Delays">What kept whom waiting; nobody counts twice.</param>
public sealed record PromptnessReport(
    string Group, ShareReport Within1, ShareReport Within2, ShareReport Within3, ShareReport Ever, double? MedianSeconds,
    ShareReport CalledAttack, int NotFound, ShareReport Asked, IReadOnlyDictionary<int, int> Actions, IReadOnlyList<DelayReport> Delays)
{
    /// <summary>The group of all clips.</summary>
    public const string All = "all";

    /// <summary>The report of all bona fide clips, then of each manifest's folders.</summary>
    public static IReadOnlyList<PromptnessReport> Of(IReadOnlyList<ClipReport> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var people = clips.Where(c => c.Label != ClipReport.Attack).ToArray();
        return [Of(All, people), .. people.GroupBy(c => c.Group, StringComparer.Ordinal).Select(g => Of(g.Key, [.. g]))];
    }

    private static PromptnessReport Of(string group, ClipReport[] people)
    {
        ShareReport Share(Func<ClipReport, bool> which) => ShareReport.Of(people.Count(which), people.Length);
        ShareReport Within(double seconds) => Share(c => Seconds(c) <= seconds);
        var median = people.Length == 0 ? double.PositiveInfinity : people.Select(Seconds).QuantileCustom(0.5, QuantileDefinition.R1);
        return new(
            group, Within(1), Within(2), Within(3), Share(c => c.WouldGrant), double.IsFinite(median) ? median : null,
            Share(c => c.Verdict == ClipReport.Attack), people.Count(c => c.Tracks.Count == 0), Share(c => c.AskedAt is not null),
            people.Where(c => c.Actions is not null).GroupBy(c => c.Actions!.Value).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            [.. people.Where(c => c.DelayedBy is not null).GroupBy(c => c.DelayedBy!, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Select(g => DelayReport.Of(g.Key, [.. g]))]);
    }

    internal static double Seconds(ClipReport clip) => clip.WouldGrant ? clip.Seconds : double.PositiveInfinity;
}

/// <summary>Whom one rule or cue kept waiting longer than any other did.</summary>
/// <param name="Reason">The rule, and the cue where it is about one.</param>
/// <param name="People">How many.</param>
/// <param name="After2">Of them not live within two seconds.</param>
/// <param name="After3">Of them not live within three.</param>
/// <param name="Never">Of them never live.</param>
public sealed record DelayReport(string Reason, int People, int After2, int After3, int Never)
{
    internal static DelayReport Of(string reason, IReadOnlyList<ClipReport> people)
    {
        int After(double seconds) => people.Count(c => PromptnessReport.Seconds(c) > seconds);
        return new(reason, people.Count, After(2), After(3), After(double.MaxValue));
    }

    /// <summary>What kept a track from being called live on most of its frames, once it was seen for long enough; null where nothing did.</summary>
    internal static string? Longest(TrackOutcome track) =>
        track.Delays.Where(d => d.Delay.Reason is not (DelayReason.None or DelayReason.Time)).GroupBy(d => d.Delay)
            .MaxBy(g => g.Count()) is { } most ? Name(most.Key) : null;

    private static string Name(LivenessDelay delay) => delay switch
    {
        { Reason: DelayReason.Forbidden, Cue: { } cue } => $"forbidden by {cue}",
        { Reason: DelayReason.Evidence, Cue: { } cue } => $"evidence too low, {cue} against",
        { Reason: DelayReason.Evidence } => "evidence too low, nothing against",
        { Reason: DelayReason.Motion } => "motion not watched",
        _ => "only a challenge counts",
    };
}

/// <summary>A share with its 95 % bounds (<see cref="ErrorRate"/>).</summary>
/// <param name="Count">How many.</param>
/// <param name="Trials">Of how many.</param>
/// <param name="Lower95">Lower bound of the share.</param>
/// <param name="Upper95">Upper bound of the share.</param>
public readonly record struct ShareReport(int Count, int Trials, double Lower95, double Upper95)
{
    /// <summary>Counts.</summary>
    public static ShareReport Of(int count, int trials)
    {
        var rate = new ErrorRate(count, trials);
        return trials == 0 ? new(0, 0, 0, 1) : new(count, trials, Math.Round(rate.Lower95, 4), Math.Round(rate.Upper95, 4));
    }
}
