using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Commands;

/// <summary>What <c>evaluate liveness</c> was asked to do with recordings.</summary>
/// <param name="Seconds">How much of each clip is used.</param>
/// <param name="ChallengeTrials">Random challenges a clip; 0 for none.</param>
/// <param name="Plots">Folder for plots; null for none.</param>
/// <param name="HasAblation">Whether to report what each cue adds.</param>
/// <param name="AssumesKnownBackground">Whether to judge as where the background is known.</param>
internal sealed record LivenessEvaluationPlan(double Seconds, int ChallengeTrials, DirectoryInfo? Plots, bool HasAblation, bool AssumesKnownBackground);

/// <summary>Plays clips and stills through the door's perception path and gathers the report.</summary>
internal sealed class LivenessEvaluation(KioskOptions options, LivenessEvaluationPlan plan)
{
    private const int ChallengeSeed = 20260101;

    // A person expects an answer by then (docs/liveness.md).
    public const double DecisionSeconds = 3;

    private readonly List<ClipReport> _reports = [];
    private readonly List<Still> _stills = [];
    private readonly List<(TrackOutcome Track, bool IsAttack)> _known = [];
    private readonly Tally _luck = new();
    private readonly LivenessChallenge _challenge = new(options.Liveness.Challenge, _ => 0);

    /// <summary>Whether every recording could be played.</summary>
    public bool IsComplete { get; private set; } = true;

    public LivenessReport Run(IReadOnlyList<PadClip> clips, CancellationToken cancellationToken)
    {
        var calibration = PadClips.Calibration(options);
        foreach (var (clip, tracks) in PadClips.Watch(clips, options, plan.Seconds, cancellationToken, plan.AssumesKnownBackground))
        {
            IsComplete &= tracks is not null;
            var chosen = ClipWatcher.Choose(tracks ?? [], clip.Face);
            if (clip.IsStill)
                _stills.Add(new(clip.Group, clip.Subject, clip.IsAttack, Texture(chosen)));
            else
                Add(clip, tracks ?? [], chosen, calibration);
        }

        return LivenessReport.Of(
            _reports, plan.ChallengeTrials > 0 ? _luck.Report : null,
            plan.HasAblation ? Ablation.Of(_known, calibration, options.Liveness, DecisionSeconds) : null) with
        {
            BackgroundAssumedKnown = plan.AssumesKnownBackground,
            Stills = _stills.Count == 0 ? null : StillsReport.Of(_stills, calibration.Cues.First(c => c.Cue is Cue.Texture).Centre),
        };
    }

    private void Add(PadClip clip, IReadOnlyList<TrackOutcome> tracks, TrackOutcome? chosen, LivenessCalibration calibration)
    {
        _reports.Add(ClipReport.Of(clip, tracks, chosen, _challenge.StepsFor));
        if (chosen is null)
            return;
        _known.Add((chosen, clip.IsAttack));
        if (plan.ChallengeTrials > 0)
            _luck.Add(clip, chosen, plan.ChallengeTrials, options.Liveness.Challenge, ChallengeSeed + _reports.Count);
        if (plan.Plots is { } folder)
            Plot(folder, clip, chosen, calibration);
    }

    private static float? Texture(TrackOutcome? face) =>
        face?.Evidence is [var only, ..] && only.Cues[Cue.Texture] is { Confidence: > 0 } reading ? reading.Evidence : null;

    private static void Plot(DirectoryInfo folder, PadClip clip, TrackOutcome track, LivenessCalibration calibration)
    {
        folder.Create();
        using var plot = EvidencePlot.Make(track, calibration, $"{Path.GetFileName(clip.File)} ({(clip.IsAttack ? "attack" : "bona fide")})");
        // Clips of the same name may lie in several folders.
        ImageFile.Save(plot, Path.Combine(folder.FullName, clip.File.Replace(Path.DirectorySeparatorChar, '_') + ".png"));
    }

    private sealed class Tally
    {
        private int _attackPassed, _attackTrials, _livePassed, _liveTrials, _made, _refused;

        public ChallengeReport Report => new(
            RateReport.Of(_attackPassed, _attackTrials), RateReport.Of(_liveTrials - _livePassed, _liveTrials), RateReport.Of(_refused, _made));

        public void Add(PadClip clip, TrackOutcome track, int trials, ChallengeOptions options, int seed)
        {
            var passed = ChallengeTrials.Passed(track, trials, options, seed);
            if (clip.IsAttack)
            {
                (_attackPassed, _attackTrials) = (_attackPassed + passed, _attackTrials + trials);
                return;
            }

            (_livePassed, _liveTrials) = (_livePassed + passed, _liveTrials + trials);
            var (made, refused) = ChallengeTrials.Performed(track, trials, options, seed);
            (_made, _refused) = (_made + made, _refused + refused);
        }
    }
}
