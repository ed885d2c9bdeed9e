using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Enrolling;

/// <summary>
/// Feeds a guided enrolment from a camera's frames: detect, track, liveness, capture. The command line and the web
/// pages show its progress each in their own way. Not for use by two threads at a time.
/// </summary>
public sealed class GuidedEnrolment : IDisposable
{
    private readonly RecognitionParts _parts;
    private readonly QualityOptions _quality;
    private readonly CaptureOptions _captures;
    private readonly EnrolmentSession _session;
    private readonly FaceObservation _observation = new();
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private long _track;

    /// <summary>Loads the models for a session, which stays its maker's.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public GuidedEnrolment(
        ModelCatalogue models, BlazeFaceOptions detection, FaceTrackerOptions tracking, LivenessOptions liveness, QualityOptions quality, CaptureOptions captures, EnrolmentSession session)
    {
        (_quality, _captures, _session) = (quality, captures, session);
        _parts = RecognitionParts.Create(models, detection, tracking, liveness);
        (_faces, _tracked) = (new DetectedFace[_parts.Detector.Capacity], new TrackedFace[_parts.Detector.Capacity]);
    }

    /// <summary>Takes one frame.</summary>
    public EnrolmentProgress Process(Frame frame)
    {
        var count = _parts.Tracker.Update(_faces.AsSpan(0, _parts.Detector.Detect(frame.Image, _faces)), _tracked);
        Span<Box> boxes = stackalloc Box[count];
        for (var i = 0; i < count; i++)
            boxes[i] = _faces[i].Box;
        _parts.Room.Observe(frame.Image, frame.Timestamp, boxes);
        var (candidates, subject) = FaceCapturer.Subject(_faces.AsSpan(0, count), _captures.Background);
        return candidates == 1 ? Look(frame, subject, boxes) : _session.Offer(new(candidates, 0, default, frame.Timestamp, CaptureLiveness.Unknown), _ => { });
    }

    public void Dispose() => _parts.Dispose();

    private EnrolmentProgress Look(Frame frame, int subject, ReadOnlySpan<Box> boxes)
    {
        ref readonly var face = ref _tracked[subject];
        if (_track != face.Track)
            _parts.Liveness.Reset();
        _track = face.Track;
        var reading = _parts.Reader.Align(frame.Image, face.Face);
        var hasMesh = reading.Quality.PictureFaults(_quality) is QualityFaults.None;
        if (hasMesh)
        {
            reading = _parts.Reader.Read(frame.Image, reading);
            hasMesh = !reading.Quality.Faults(_quality).Has(QualityFaults.Covered);
        }

        var liveness = _parts.Liveness.Observe(Observe(frame, reading, hasMesh, subject, boxes));
        // A jump may be another face in the same place: for the session it is another track.
        if (liveness.Reason is LivenessReason.Jump)
        {
            _parts.Tracker.End(face.Track);
            return _session.Offer(new(0, 0, default, frame.Timestamp, CaptureLiveness.Unknown), _ => { });
        }
        var points = reading.Points;
        return _session.Offer(
            new(1, face.Track, reading.Quality, frame.Timestamp, Of(liveness.Verdict)), embedding => _parts.Reader.Embed(frame.Image, points, embedding));
    }

    private FaceObservation Observe(Frame frame, in FaceReading reading, bool hasMesh, int subject, ReadOnlySpan<Box> boxes)
    {
        _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
        if (hasMesh)
            // Poses are asked for, turned ones too; the captures are compared with each other instead.
            _observation.SetMesh(_parts.Reader.Mesh.Points, isComparable: true);
        for (var i = 0; i < boxes.Length; i++)
            if (i != subject)
                _observation.AddOther(boxes[i]);
        return _observation;
    }

    private static CaptureLiveness Of(LivenessVerdict verdict) => verdict switch
    {
        LivenessVerdict.Live => CaptureLiveness.Live,
        LivenessVerdict.Attack => CaptureLiveness.Attack,
        _ => CaptureLiveness.Unknown,
    };
}
