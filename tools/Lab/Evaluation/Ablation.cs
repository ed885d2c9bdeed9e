using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>
/// What each cue adds, on tracks with known answers: judged by it alone, by all, and by all but it. Each time by the kiosk's
/// own rules, over what was seen until the decision's time.
/// </summary>
public static class Ablation
{
    /// <summary>The row about all cues together.</summary>
    public const string All = "all";

    /// <summary>Measures.</summary>
    /// <param name="tracks">Tracks, and whether each is an attack.</param>
    /// <param name="calibration">How much each cue counts.</param>
    /// <param name="options">When a track may be called live.</param>
    /// <param name="seconds">The decision's time, since a track began.</param>
    /// <returns>One row a cue, then the one about all.</returns>
    public static IReadOnlyList<AblationRow> Of(
        IReadOnlyList<(TrackOutcome Track, bool IsAttack)> tracks, LivenessCalibration calibration, LivenessOptions options, double seconds)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(calibration);
        ArgumentNullException.ThrowIfNull(options);
        AblationFigures With(Func<Cue, bool> counts)
        {
            var fusion = new EvidenceFusion(calibration with { Cues = [.. calibration.Cues.Where(c => counts(c.Cue))] });
            double Least(EvidenceSample s) => s.Cues[Cue.Background].Confidence > 0 ? options.MinSeconds : options.UnknownBackgroundSeconds;
            bool Live(TrackOutcome track) => track.Evidence.Any(s =>
                s.Seconds >= Least(s) && s.Seconds <= seconds && fusion.IsLive(fusion.LogOdds(s.Cues), s.Cues) && !fusion.IsVetoed(s.Cues));
            return new(
                Area(tracks.Select(t => (fusion.LogOdds(Last(t.Track, seconds)), t.IsAttack))),
                tracks.Count(t => t.IsAttack && Live(t.Track)), tracks.Count(t => !t.IsAttack && !Live(t.Track)));
        }

        return
        [
            .. calibration.Cues.Select(c => new AblationRow(c.Cue.ToString(), With(cue => cue == c.Cue), With(cue => cue != c.Cue))),
            new(All, With(_ => true), null),
        ];
    }

    private static CueReadings Last(TrackOutcome track, double seconds)
    {
        CueReadings last = default;
        foreach (var sample in track.Evidence)
            if (sample.Seconds <= seconds)
                last = sample.Cues;
        return last;
    }

    // The share of pairs that are in order (Mann-Whitney); ties count a half.
    internal static double? Area(IEnumerable<(float LogOdds, bool IsAttack)> scores)
    {
        var all = scores.ToArray();
        var (inOrder, pairs) = (0.0, 0);
        foreach (var live in all.Where(s => !s.IsAttack))
        {
            foreach (var attack in all.Where(s => s.IsAttack))
            {
                pairs++;
                inOrder += live.LogOdds > attack.LogOdds ? 1 : live.LogOdds == attack.LogOdds ? 0.5 : 0;
            }
        }

        return pairs == 0 ? null : Math.Round(inOrder / pairs, 4);
    }
}

/// <summary>How well a set of cues tells.</summary>
/// <param name="Auc">Area under the ROC curve of the log-odds at the decision's time; null without both kinds.</param>
/// <param name="AttacksLive">Attacks that would have been called live by then.</param>
/// <param name="NotLive">Live people who would not.</param>
public readonly record struct AblationFigures(double? Auc, int AttacksLive, int NotLive);

/// <summary>One cue's share.</summary>
/// <param name="Cue">The cue, or <see cref="Ablation.All"/>.</param>
/// <param name="Alone">By it alone.</param>
/// <param name="Without">By all others; null for the row about all.</param>
public sealed record AblationRow(string Cue, AblationFigures Alone, AblationFigures? Without);
