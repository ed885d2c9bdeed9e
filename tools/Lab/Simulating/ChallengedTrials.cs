using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Simulation;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Lab.Simulating;

/// <summary>
/// Presentations to a door that always challenges. The attacker reads the screen and turns paper, mask or phone as it
/// asks; what a recording shows meanwhile is up to luck. Live verdicts are passed challenges.
/// </summary>
internal sealed class ChallengedTrials : ITrialRunner
{
    // Time to be seen, then three actions of at most 3 s with 3 s to come back from each, and a start from straight.
    private const double LongestSeconds = 24;
    private const double AskAfter = 1;

    private readonly SimulationPlan _plan;
    private readonly AttackStage _stage;
    private readonly KioskOptions _options;
    private readonly RecognitionParts _parts;
    private readonly FaceObservation _observation = new();
    private readonly DetectedFace[] _faces;
    private readonly Frame _frame = new();

    public ChallengedTrials(SimulationPlan plan, AttackStage stage, KioskOptions options)
    {
        (_plan, _stage, _options) = (plan, stage, options);
        _options.Liveness.AlwaysChallenge = true;
        _parts = RecognitionParts.Create(new(options.Inference), options.Detection, options.Tracking, options.Liveness);
        _faces = new DetectedFace[_parts.Detector.Capacity];
    }

    /// <inheritdoc/>
    public SimulatedTrial Run(Species species, int seed, CancellationToken cancellation)
    {
        using var clip = _stage.Set(species, seed, _plan.EmptySeconds);
        var challenge = new LivenessChallenge(_options.Liveness.Challenge, new Random(seed).Next);
        using var assessor = _parts.Assessor(_options.Liveness, challenge);
        var attacker = new ObedientAttacker();
        _parts.Room.Reset();
        var (verdict, last, sequence) = (LivenessVerdict.StillLooking, default(LivenessAssessment), 0L);
        while (clip.Timestamp.TotalSeconds < clip.Appears.TotalSeconds + LongestSeconds)
        {
            cancellation.ThrowIfCancellationRequested();
            clip.Turn = attacker.Turn(challenge.Progress, clip.Timestamp);
            clip.Next(_frame.Prepare(clip.Width, clip.Height));
            _frame.Stamp(sequence++, clip.Timestamp);
            if (!Look(assessor, out last))
                continue;
            if (challenge.Progress.State is ChallengeState.Idle && last.Seconds >= AskAfter)
                challenge.Begin(clip.Timestamp, last.LogOdds);
            if (last.Verdict is LivenessVerdict.Live or LivenessVerdict.Attack)
                verdict = last.Verdict;
            if (verdict is not LivenessVerdict.StillLooking || challenge.Progress.State is ChallengeState.Failed or ChallengeState.BackedOff)
                break;
        }

        return new(species, seed, verdict, last.Seconds, last.LogOdds, assessor.Readings);
    }

    public void Dispose()
    {
        _parts.Dispose();
        _frame.Dispose();
    }

    private bool Look(LivenessAssessor assessor, out LivenessAssessment assessment)
    {
        assessment = default;
        var image = _frame.Image;
        var count = _parts.Detector.Detect(image, _faces);
        Span<Box> boxes = stackalloc Box[count];
        for (var i = 0; i < count; i++)
            boxes[i] = _faces[i].Box;
        _parts.Room.Observe(image, _frame.Timestamp, boxes);
        if (count == 0)
            return false;
        var subject = 0;
        for (var i = 1; i < count; i++)
            if (_faces[i].Box.Area > _faces[subject].Box.Area)
                subject = i;
        var reading = _parts.Reader.Align(image, _faces[subject]);
        var faults = reading.Quality.PictureFaults(_options.Quality);
        var hasMesh = faults is QualityFaults.None;
        if (hasMesh)
        {
            reading = _parts.Reader.Read(image, reading);
            faults = reading.Quality.Faults(_options.Quality);
            hasMesh = !faults.Has(QualityFaults.Covered);
        }

        _observation.Set(image, _frame.Timestamp, _frame.Sequence, reading.Box, reading.Points, reading.Quality);
        if (hasMesh)
            _observation.SetMesh(_parts.Reader.Mesh.Points, faults is QualityFaults.None);
        assessment = assessor.Observe(_observation);
        return true;
    }
}
