using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Liveness;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>Error rates of presentation attack detection (ISO/IEC 30107-3), clip by clip and by species.</summary>
public sealed record LivenessReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Whether tracks were judged as where the background is known, though no clip shows its own empty.</summary>
    public bool BackgroundAssumedKnown { get; init; }

    /// <summary>Every clip.</summary>
    public required IReadOnlyList<ClipReport> Clips { get; init; }

    /// <summary>Attacks that would have been granted, by species.</summary>
    public required IReadOnlyDictionary<string, RateReport> Apcer { get; init; }

    /// <summary>Bona fide clips that were not called live.</summary>
    public required RateReport Bpcer { get; init; }

    /// <summary>How soon live people are called live: all of them, and by manifest and folder.</summary>
    public required IReadOnlyList<PromptnessReport> Promptness { get; init; }

    /// <summary>Stills by their texture alone, by data set; null without stills.</summary>
    public IReadOnlyList<StillsReport>? Stills { get; init; }

    /// <summary>Clips that were called neither live nor attack.</summary>
    public required int Undecided { get; init; }

    /// <summary>Time to the verdict, of the clips that got one.</summary>
    public required Percentiles SecondsToVerdict { get; init; }

    /// <summary>Luck of recordings against random challenges; null when none were played.</summary>
    public ChallengeReport? Challenge { get; init; }

    /// <summary>What each cue adds; null when it was not asked.</summary>
    public IReadOnlyList<AblationRow>? Ablation { get; init; }

    /// <summary>Sums up.</summary>
    public static LivenessReport Of(IReadOnlyList<ClipReport> clips, ChallengeReport? challenge, IReadOnlyList<AblationRow>? ablation = null)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var live = clips.Where(c => c.Label != ClipReport.Attack).ToArray();
        var decided = clips.Where(c => c.Verdict != "undecided").Select(c => c.Seconds).ToArray();
        return new()
        {
            Clips = clips,
            Apcer = clips.Where(c => c.Label == ClipReport.Attack).GroupBy(c => c.Species, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => RateReport.Of(g.Count(c => c.WouldGrant), g.Count()), StringComparer.Ordinal),
            Bpcer = RateReport.Of(live.Count(c => c.Verdict != "live"), live.Length),
            Promptness = PromptnessReport.Of(clips),
            Undecided = clips.Count(c => c.Verdict == "undecided"),
            SecondsToVerdict = Percentiles.Of(decided),
            Challenge = challenge,
            Ablation = ablation,
        };
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Median and 95th percentile (nearest rank); null without values.</summary>
public readonly record struct Percentiles(double? Median, double? P95)
{
    /// <summary>Of values in any order.</summary>
    public static Percentiles Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double? At(double share) => values.Count == 0 ? null : values.QuantileCustom(share, QuantileDefinition.R1);
        return new(At(0.5), At(0.95));
    }
}

/// <summary>One clip; its own fields are those of the track that the manifest names.</summary>
public sealed record ClipReport(
    string File, string Label, string Species, string Verdict, double Seconds, double Score, bool WouldGrant, IReadOnlyList<TrackReport> Tracks)
{
    /// <summary>The label and the verdict of an attack.</summary>
    public const string Attack = "attack";

    /// <summary>The manifest, and the folder in it.</summary>
    public string Group { get; init; } = "";

    /// <summary>Who it shows.</summary>
    public string Subject { get; init; } = "";

    /// <summary>What kept it from being called live for longest; null where nothing did.</summary>
    public string? DelayedBy { get; init; }

    /// <summary>When it would have been asked for a challenge; null where it would not.</summary>
    public double? AskedAt { get; init; }

    /// <summary>For how many movements.</summary>
    public int? Actions { get; init; }

    /// <summary>Reports a clip.</summary>
    /// <param name="clip">The manifest's row.</param>
    /// <param name="tracks">All tracks.</param>
    /// <param name="chosen">The one that the row is about; null where it was not found.</param>
    /// <param name="actions">For how many movements a challenge asks, by the evidence.</param>
    public static ClipReport Of(PadClip clip, IReadOnlyList<TrackOutcome> tracks, TrackOutcome? chosen, Func<float, int> actions)
    {
        ArgumentNullException.ThrowIfNull(clip);
        ArgumentNullException.ThrowIfNull(tracks);
        return new(
            clip.File, clip.IsAttack ? Attack : "bona_fide", clip.Species, Word(chosen?.Verdict), Math.Round(chosen?.Seconds ?? 0, 2),
            Math.Round(chosen?.Score ?? 0, 4), chosen?.WouldGrant ?? false,
            [.. tracks.Select(t => new TrackReport(
                [t.FirstBox.X, t.FirstBox.Y, t.FirstBox.Width, t.FirstBox.Height], Math.Round(t.SecondsSeen, 2), Word(t.Verdict), t.WouldGrant))])
        {
            Group = clip.Group,
            Subject = clip.Subject,
            DelayedBy = chosen is null ? null : DelayReport.Longest(chosen),
            AskedAt = chosen?.Asked is { } asked ? Math.Round(asked.Seconds, 2) : null,
            Actions = chosen?.Asked is { } then ? actions(then.LogOdds) : null,
        };
    }

    private static string Word(LivenessVerdict? verdict) => verdict switch
    {
        LivenessVerdict.Live => "live",
        LivenessVerdict.Attack => Attack,
        _ => "undecided",
    };
}

/// <summary>One face track of a clip.</summary>
/// <param name="FirstBox">x, y, width, height in pixels where it was first seen.</param>
/// <param name="Seconds">How long it was seen.</param>
/// <param name="Verdict">live, attack or undecided.</param>
/// <param name="WouldGrant">Would the door have opened, were the face enrolled.</param>
public sealed record TrackReport(IReadOnlyList<float> FirstBox, double Seconds, string Verdict, bool WouldGrant);

/// <summary>Clips played against random challenges.</summary>
/// <param name="Attack">Attack clips that passed by luck (errors).</param>
/// <param name="BonaFide">Bona fide clips, which do not know what is asked either, that did not pass (errors).</param>
/// <param name="Performed">Single actions that a bona fide clip happens to perform as asked, and that were not accepted (errors).</param>
public sealed record ChallengeReport(RateReport Attack, RateReport BonaFide, RateReport Performed);

/// <summary>A share of errors with its upper bound.</summary>
/// <param name="Errors">Errors.</param>
/// <param name="Trials">Trials.</param>
/// <param name="Rate">Errors over trials; null without trials.</param>
/// <param name="Upper95">Upper 95 % bound (<see cref="ErrorRate"/>); 1 without trials.</param>
public readonly record struct RateReport(long Errors, long Trials, double? Rate, double Upper95)
{
    /// <summary>Counts.</summary>
    public static RateReport Of(long errors, long trials)
    {
        var rate = new ErrorRate(errors, trials);
        return new(errors, trials, trials == 0 ? null : rate.Rate, rate.Upper95);
    }
}
