using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Recognition.Enrolling;

/// <summary>
/// Feeds a guided enrolment from a camera's frames: detect, track, liveness, capture. The command line and the web
/// pages show its progress each in their own way. Not for use by two threads at a time.
/// </summary>
public sealed class GuidedEnrollment : IDisposable
{
    private readonly PerceptionModels _models;
    private readonly PerceptionPath _path;
    private readonly TrackState _track;
    private readonly EnrollmentSession _session;
    private readonly float _ambiguousSize;

    /// <summary>Loads the models for a session, which stays its maker's.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public GuidedEnrollment(ModelCatalogue models, PerceptionSettings settings, CaptureOptions captures, EnrollmentSession session)
    {
        ArgumentNullException.ThrowIfNull(captures);
        _session = session;
        // Whoever is smaller than this share of the largest face is background.
        _ambiguousSize = 1 / captures.Background;
        _models = PerceptionModels.Load(models, settings);
        // The session compares captures itself, turned ones too, so that no gallery is needed here.
        _path = new(_models, settings);
        _track = _path.CreateTrack();
    }

    /// <summary>The mean grey level, 0 to 255, of the subject's face on the last frame; null where nobody near enough was looked at.</summary>
    public float? Brightness { get; private set; }

    /// <summary>Takes one frame.</summary>
    public EnrollmentProgress Process(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Brightness = null;
        _path.Detect(frame);
        var candidates = _path.SelectSubject(_ambiguousSize, out var subject);
        return candidates == 1 ? Look(frame, subject) : OfferNone(candidates, frame);
    }

    /// <summary>Forgets the track, because frames were left out.</summary>
    public void Interrupt()
    {
        _path.Interrupt();
        _track.Begin(0, default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _track.Dispose();
        _path.Dispose();
        _models.Dispose();
    }

    private EnrollmentProgress Look(Frame frame, int subject)
    {
        var track = _path.Faces.Span[subject].Track;
        if (_track.Track != track)
            _track.Begin(track, frame.Timestamp);
        var look = _path.Look(frame, subject, _track);
        if (look.Result is not LookResult.TooFar)
            Brightness = look.Reading.Quality.Brightness;
        // Where the evidence begins anew there may be another face in the same place: for the session it is another track.
        var isJump = look.Liveness.Reason is LivenessReason.Jump;
        if (isJump || look.Result is LookResult.TooFar)
            _path.EndTrack(track);
        return isJump
            ? OfferNone(0, frame)
            : _session.Offer(
                new(1, track, look.Reading.Quality, frame.Timestamp, Of(look.Liveness.Verdict)), embedding => _path.Embed(frame, look, embedding));
    }

    private EnrollmentProgress OfferNone(int faces, Frame frame) =>
        _session.Offer(new(faces, 0, default, frame.Timestamp, CaptureLiveness.Unknown), _ => { });

    private static CaptureLiveness Of(LivenessVerdict verdict) => verdict switch
    {
        LivenessVerdict.Live => CaptureLiveness.Live,
        LivenessVerdict.Attack => CaptureLiveness.Attack,
        _ => CaptureLiveness.Unknown,
    };
}
