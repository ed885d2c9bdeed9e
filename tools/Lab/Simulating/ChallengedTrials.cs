using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Recognition;
using AccessKiosk.Simulation;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Lab.Simulating;

/// <summary>
/// Presentations to the door's own pipeline, where only a passed challenge counts and every face is taken for an enrolled
/// person's. The attacker reads the screen and turns paper, mask or phone as it asks; what a recording shows meanwhile is up
/// to luck. Live verdicts are grants.
/// </summary>
internal sealed class ChallengedTrials : ITrialRunner
{
    // Time to be seen, then three actions of at most 3 s with 3 s to come back from each, and a start from straight.
    private const double LongestSeconds = 24;

    private readonly SimulationPlan _plan;
    private readonly AttackStage _stage;
    private readonly PerceptionSettings _settings;
    private readonly RecognitionOptions _options;
    private readonly PerceptionModels _models;
    private readonly EverybodyEnrolled _gallery;
    private readonly Frame _frame = new();

    public ChallengedTrials(SimulationPlan plan, AttackStage stage, KioskOptions options)
    {
        (_plan, _stage, _settings, _options) = (plan, stage, options.Perception(), options.Recognition);
        _settings.Liveness.AlwaysChallenge = true;
        _gallery = new(ActiveCalibration.Load(options.Recognition.Thresholds).MinAgreement);
        _models = PerceptionModels.Load(new(options.Inference), _settings);
    }

    /// <inheritdoc/>
    public SimulatedTrial Run(Species species, int seed, CancellationToken cancellationToken)
    {
        using var clip = _stage.Set(species, seed, _plan.EmptySeconds);
        using var pipeline = new RecognitionPipeline(_models, _settings, _gallery, _options, new Random(seed).Next);
        var attacker = new CooperativeReplayAttacker();
        var (last, sequence, decision) = (default(LivenessAssessment), 0L, default(Decision?));
        while (decision is null && clip.Timestamp.TotalSeconds < clip.Appears.TotalSeconds + LongestSeconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            clip.Turn = attacker.Turn(pipeline.Challenge, clip.Timestamp);
            clip.Next(_frame.Prepare(clip.Width, clip.Height));
            _frame.Stamp(sequence++, clip.Timestamp);
            decision = pipeline.Process(_frame).Decision;
            last = pipeline.Assessment ?? last;
        }

        var verdict = decision switch
        {
            { IsIdentified: true } => LivenessVerdict.Live,
            { IsAttack: true } => LivenessVerdict.Attack,
            _ => LivenessVerdict.ChallengeNeeded,
        };
        return new(species, seed, verdict, last.Seconds, last.LogOdds, pipeline.Liveness.Readings);
    }

    public void Dispose()
    {
        _models.Dispose();
        _frame.Dispose();
    }

    // The worst case: whatever is presented resembles somebody enrolled.
    private sealed class EverybodyEnrolled(float minAgreement) : IGalleryView
    {
        private readonly PersonId _person = PersonId.New();

        public long Version => 0;

        public float MinAgreement => minAgreement;

        public Identification Identify(ReadOnlySpan<float> probe, int frames) => new(_person, 1, float.PositiveInfinity, 0, frames);
    }
}
