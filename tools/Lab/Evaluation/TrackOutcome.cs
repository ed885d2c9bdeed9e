using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>One face track of a clip, as the kiosk would have judged it.</summary>
public sealed class TrackOutcome
{
    private readonly List<PoseSample> _poses = [];
    private readonly List<EvidenceSample> _evidence = [];
    private readonly List<(TimeSpan Timestamp, LivenessAssessment Assessment)> _assessments = [];
    private readonly List<(double Seconds, LivenessDelay Delay)> _delays = [];
    private double _area, _centre;

    /// <summary>The track's number within its clip.</summary>
    public required long Track { get; init; }

    /// <summary>Where it was first seen.</summary>
    public required Box FirstBox { get; init; }

    /// <summary>Width of the clip's pictures.</summary>
    public required int PictureWidth { get; init; }

    /// <summary>How long it was seen.</summary>
    public double SecondsSeen { get; private set; }

    /// <summary>The first verdict that settled it; still looking when none did.</summary>
    public LivenessVerdict Verdict { get; private set; }

    /// <summary>When it was settled, seconds after the track began; the time seen when it was not.</summary>
    public double Seconds { get; private set; }

    /// <summary>Probability of live then.</summary>
    public float Score { get; private set; }

    /// <summary>What kept it from being called live, frame by frame until the verdict.</summary>
    public IReadOnlyList<(double Seconds, LivenessDelay Delay)> Delays => _delays;

    /// <summary>When it would first have been asked for a challenge, and with which evidence; null when it would not.</summary>
    public (double Seconds, float LogOdds)? Asked { get; private set; }

    /// <summary>Would the door have opened, were the face enrolled.</summary>
    public bool WouldGrant => Verdict is LivenessVerdict.Live;

    /// <summary>Mean area of the face in square pixels.</summary>
    public double MeanArea => _area / Math.Max(1, _evidence.Count);

    /// <summary>Mean place of the face across the picture, pixels.</summary>
    public double MeanX => _centre / Math.Max(1, _evidence.Count);

    /// <summary>The evidence of every frame.</summary>
    public IReadOnlyList<EvidenceSample> Evidence => _evidence;

    /// <summary>The assessment of every frame.</summary>
    public IReadOnlyList<(TimeSpan Timestamp, LivenessAssessment Assessment)> Assessments => _assessments;

    /// <summary>The head's pose on every frame that a mesh was fitted on, for playing challenges.</summary>
    public IReadOnlyList<PoseSample> Poses => _poses;

    /// <summary>Adds a look at its face.</summary>
    /// <param name="look">The look.</param>
    /// <param name="readings">What every cue says after it.</param>
    /// <param name="delay">What kept it from being called live.</param>
    /// <param name="timestamp">The frame's time.</param>
    /// <param name="seconds">Since the track began.</param>
    internal void Add(in FaceLook look, in CueReadings readings, LivenessDelay delay, TimeSpan timestamp, double seconds)
    {
        var (box, assessment) = (look.Reading.Box, look.Liveness);
        (SecondsSeen, _area, _centre) = (seconds, _area + box.Area, _centre + box.Center.X);
        if (look.HasMesh)
            _poses.Add(new(seconds, look.Reading.Quality.Pose, look.IsGood, assessment.LogOdds));
        _assessments.Add((timestamp, assessment));
        _evidence.Add(new((float)seconds, assessment.LogOdds, assessment.Verdict, readings));
        if (Verdict is LivenessVerdict.Live or LivenessVerdict.Attack)
            return;
        _delays.Add((seconds, delay));
        if (assessment.Verdict is LivenessVerdict.ChallengeNeeded)
            Asked ??= (seconds, assessment.LogOdds);
        (Seconds, Score) = (seconds, assessment.Probability);
        Verdict = assessment.Verdict;
    }
}

/// <summary>Where a head pointed at a moment of a clip.</summary>
/// <param name="Seconds">Since the track began.</param>
/// <param name="Pose">The pose.</param>
/// <param name="IsComparable">Whether the face could be compared then.</param>
/// <param name="LogOdds">The passive evidence then.</param>
public readonly record struct PoseSample(double Seconds, HeadPose Pose, bool IsComparable, float LogOdds);
