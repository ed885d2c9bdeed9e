using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>
/// A guided enrolment: one person, five captures over the poses, each held, good, live and of the same face. It shows
/// nothing and stores nothing; until it is complete its captures exist in memory alone. Not for use by two threads at a time.
/// </summary>
/// <remarks>
/// Liveness belongs to a track: captures of a track that ended before it was shown to be live are forgotten, and their
/// poses are asked for again, so that nobody can take the place of the live person half way.
/// </remarks>
public sealed class EnrollmentSession : IDisposable
{
    private static readonly EnrollmentPose[] Poses = Enum.GetValues<EnrollmentPose>();

    private readonly CaptureOptions _options;
    private readonly QualityOptions _quality;
    private readonly float _minAgreement;
    private readonly List<Taken> _taken = [];
    private readonly HashSet<long> _live = [];
    private Held? _held;
    private long _track;
    private bool _takeNext;

    /// <summary>Begins.</summary>
    /// <param name="consent">The person's consent: without it there is no session.</param>
    /// <param name="options">Poses and how long they are held.</param>
    /// <param name="quality">What a picture must reach.</param>
    /// <param name="minAgreement">Comparison score that two pictures of one person reach, from the calibration.</param>
    /// <exception cref="StoreException">The person has not consented.</exception>
    public EnrollmentSession(NewConsent consent, CaptureOptions options, QualityOptions quality, float minAgreement)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(quality);
        if (consent is not { Decision: ConsentDecision.Granted })
            throw new StoreException(StoreFault.ConsentMissing, "A face may be captured only with consent: record the person's consent first.");
        (Consent, _options, _quality, _minAgreement) = (consent, options, quality, minAgreement);
        Progress = Now(CaptureRefusal.NoFace);
    }

    /// <summary>The consent under which the captures are taken.</summary>
    public NewConsent Consent { get; }

    /// <summary>Where it stands.</summary>
    public EnrollmentState State { get; private set; }

    /// <summary>What the screen shows.</summary>
    public EnrollmentProgress Progress { get; private set; }

    /// <summary>Takes what the next frame shows.</summary>
    /// <param name="seen">The frame.</param>
    /// <param name="embed">Writes the face's embedding, 512 floats of length 1; called only for a frame that may be taken.</param>
    public EnrollmentProgress Offer(in FaceSighting seen, Action<float[]> embed)
    {
        ArgumentNullException.ThrowIfNull(embed);
        if (State is not (EnrollmentState.Capturing or EnrollmentState.AwaitingLiveness))
            return Progress;
        if (seen.Faces != 1)
        {
            LetGo();
            return Progress = Now(seen.Faces == 0 ? CaptureRefusal.NoFace : CaptureRefusal.SeveralFaces);
        }
        if (seen.Liveness is CaptureLiveness.Attack)
        {
            End(EnrollmentState.Refused);
            return Progress = Now(CaptureRefusal.Attack);
        }
        Follow(seen.Track, seen.Liveness is CaptureLiveness.Live);
        return Progress = State is EnrollmentState.Capturing ? Look(seen, embed) : Now(CaptureRefusal.None);
    }

    /// <summary>What is taken so far, in the order of the poses.</summary>
    public IReadOnlyList<TakenPose> TakenPoses => [.. _taken.OrderBy(t => t.Pose).Select(t => new TakenPose(t.Pose, t.Capture.Quality.Weight))];

    /// <summary>
    /// Takes the next good frame for the pose wanted, however the head is held: for whoever cannot turn it. Quality,
    /// liveness and the same face are demanded all the same.
    /// </summary>
    public void TakeNext() => _takeNext = true;

    /// <summary>Hands out the captures, in the order of the poses, once it is complete.</summary>
    /// <exception cref="InvalidOperationException">It is not complete.</exception>
    public IReadOnlyList<Capture> Captures() => State is EnrollmentState.Complete
        ? [.. _taken.OrderBy(t => t.Pose).Select(t => t.Capture)]
        : throw new InvalidOperationException("The enrolment is not complete.");

    /// <summary>Ends it; nothing is kept.</summary>
    public void Cancel()
    {
        if (State is EnrollmentState.Cancelled or EnrollmentState.Refused)
            return;
        End(EnrollmentState.Cancelled);
        Progress = Now(CaptureRefusal.None);
    }

    /// <summary>Ends it; embeddings that were handed out are wiped too.</summary>
    public void Dispose() => Cancel();

    // Everything that was seen of a track that is gone unproven counts for nothing.
    private void Follow(long track, bool isLive)
    {
        if (track != _track && _options.RequireLiveness)
        {
            LetGo();
            foreach (var lost in _taken.FindAll(t => !_live.Contains(t.Track) && t.Track != track))
                Forget(lost);
        }
        _track = track;
        if (isLive)
            _live.Add(track);
        Settle();
    }

    private EnrollmentProgress Look(in FaceSighting seen, Action<float[]> embed)
    {
        // Pose and eyes are not measured on a picture that is poor itself.
        var faults = seen.Quality.PictureFaults(_quality);
        if (faults is QualityFaults.None)
            faults = seen.Quality.Faults(_quality);
        if (faults is not QualityFaults.None)
        {
            LetGo();
            return Now(CaptureRefusal.Quality) with { Faults = faults };
        }
        // The operator's button takes whatever pose the head is in.
        if ((_takeNext ? Wanted() : Shown(seen.Quality.Pose)) is not { } shown)
        {
            LetGo();
            var wanted = Wanted() ?? throw new InvalidOperationException("Every pose is taken.");
            return Now(CaptureRefusal.Pose) with { Hint = PoseJudge.Judge(wanted, seen.Quality.Pose, FrontalPose, _options) };
        }
        return Hold(shown, seen, embed) ? Now(CaptureRefusal.None) : Now(CaptureRefusal.AnotherPerson);
    }

    // People mix up left and right: whatever pose is still wanted counts, in any order after the frontal one.
    private EnrollmentPose? Shown(HeadPose head)
    {
        foreach (var pose in Poses)
        {
            if (_taken.Exists(t => t.Pose == pose))
                continue;
            if (PoseJudge.Judge(pose, head, FrontalPose, _options) is PoseHint.None)
                return pose;
            if (pose is EnrollmentPose.Frontal)
                return null;
        }
        return null;
    }

    private bool Hold(EnrollmentPose pose, in FaceSighting seen, Action<float[]> embed)
    {
        if (_held?.Pose != pose)
            LetGo();
        if (_held is null || seen.Quality.Weight > _held.Best.Quality.Weight)
        {
            var embedding = new float[FaceDimensions];
            embed(embedding);
            if (_taken.Exists(t => UnitVector.Score(embedding, t.Capture.Embedding.Span) < _minAgreement))
            {
                Wipe(embedding);
                LetGo();
                return false;
            }
            var since = _held?.Since ?? seen.Timestamp;
            LetGo();
            _held = new(pose, since, new() { Embedding = embedding, Quality = seen.Quality, Origin = $"{pose}", Timestamp = seen.Timestamp });
        }
        if (_takeNext || (seen.Timestamp - _held.Since).TotalSeconds >= _options.Hold)
        {
            _takeNext = false;
            _taken.Add(new(pose, seen.Track, _held.Best));
            _held = null;
            Settle();
        }
        return true;
    }

    private void Settle()
    {
        if (Wanted() is not null)
            State = EnrollmentState.Capturing;
        else
            State = IsLive() ? EnrollmentState.Complete : EnrollmentState.AwaitingLiveness;
    }

    private bool IsLive() => !_options.RequireLiveness || (_taken.Count > 0 && _taken.TrueForAll(t => _live.Contains(t.Track)));

    private EnrollmentPose? Wanted()
    {
        foreach (var pose in Poses)
            if (!_taken.Exists(t => t.Pose == pose))
                return pose;
        return null;
    }

    private HeadPose FrontalPose => _taken.Find(t => t.Pose is EnrollmentPose.Frontal) is { } frontal ? frontal.Capture.Quality.Pose : default;

    private EnrollmentProgress Now(CaptureRefusal refusal) =>
        new(State, Wanted(), _taken.Count, Poses.Length, refusal, QualityFaults.None, PoseHint.None, _live.Contains(_track));

    private void End(EnrollmentState state)
    {
        LetGo();
        foreach (var capture in _taken.ToArray())
            Forget(capture);
        State = state;
    }

    private void LetGo()
    {
        if (_held is { } held)
            Wipe(held.Best.Embedding);
        _held = null;
    }

    private void Forget(Taken capture)
    {
        Wipe(capture.Capture.Embedding);
        _taken.Remove(capture);
    }

    private static void Wipe(ReadOnlyMemory<float> embedding)
    {
        if (MemoryMarshal.TryGetArray(embedding, out var array))
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(array.AsSpan()));
    }

    private const int FaceDimensions = Vision.Embedding.FaceEmbedder.Dimensions;

    private sealed record Taken(EnrollmentPose Pose, long Track, Capture Capture);

    private sealed record Held(EnrollmentPose Pose, TimeSpan Since, Capture Best);
}
