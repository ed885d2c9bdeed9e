using System.Diagnostics;
using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Background;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Perception;

/// <summary>
/// The one path from a frame to a face that was judged: faces, tracks, background, points, picture quality, mesh, liveness,
/// embedding. The door looks at one subject, the evaluation at every face, guided enrolment at one without comparing it;
/// what happens to a face is the same. A heavy stage runs only while it can change a decision. Allocates nothing per frame;
/// not for use by two threads at a time.
/// </summary>
public sealed class PerceptionPath : IDisposable
{
    // In distances between the eyes; a face is 2.2 wide, and some of them are measured too narrow.
    private const float FaceWidth = 1.8f;

    private readonly PerceptionModels _models;
    private readonly PerceptionSettings _settings;
    private readonly IGalleryView? _gallery;
    private readonly FaceSearch _search;
    private readonly FaceTracker _tracker;
    private readonly FaceObservation _observation = new();
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private readonly Box[] _boxes;
    private readonly DetectedFace[] _candidates;
    private readonly int[] _candidateOf;
    private readonly float[] _embedding = new float[FaceEmbedder.Dimensions];
    private int _count, _candidateCount, _peopleCount;

    /// <summary>Creates a path that has seen nothing.</summary>
    /// <param name="models">Networks and calibration; stay their owner's.</param>
    /// <param name="settings">How the stages work.</param>
    /// <param name="gallery">
    /// Whom tracks are compared with; null where nobody is, and then a track is held together by its motion alone, and
    /// every face that the mesh fits counts for its liveness, whichever way it looks.
    /// </param>
    public PerceptionPath(PerceptionModels models, PerceptionSettings settings, IGalleryView? gallery = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(settings);
        (_models, _settings, _gallery, _tracker) = (models, settings, gallery, new(settings.Tracking));
        _search = new(models.Detector, models.FarDetector);
        var capacity = _search.Capacity;
        (_faces, _tracked, _boxes) = (new DetectedFace[capacity], new TrackedFace[capacity], new Box[capacity]);
        (_candidates, _candidateOf) = (new DetectedFace[capacity], new int[capacity]);
    }

    /// <summary>The faces of the last frame.</summary>
    public ReadOnlyMemory<TrackedFace> Faces => _tracked.AsMemory(0, _count);

    /// <summary>Tracks that ended at the last frame.</summary>
    public ReadOnlySpan<long> EndedTracks => _tracker.Ended;

    /// <summary>Faces that belong to the room: they are followed, and never the subject.</summary>
    public FurnitureWatch Furniture { get; } = new();

    /// <summary>The scene without people.</summary>
    public SceneMonitor Scene { get; } = new();

    /// <summary>How long each stage takes.</summary>
    public StageMeter Stages { get; } = new();

    /// <summary>Finds and follows the faces of the next frame.</summary>
    /// <returns>How many there are.</returns>
    public int Detect(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var began = Stopwatch.GetTimestamp();
        _count = _tracker.Update(_faces.AsSpan(0, _search.Detect(frame.Image, _faces)), _tracked);
        Furniture.Observe(_tracked.AsSpan(0, _count), frame.Timestamp);
        FindCandidates();
        began = Stages.Add(RecognitionStage.Detection, began);
        Scene.Observe(frame.Image, frame.Timestamp, _boxes.AsSpan(0, _peopleCount));
        Stages.Add(RecognitionStage.Background, began);
        return _count;
    }

    /// <summary>Picks the subject of the frame among the faces that are no furniture; see <see cref="SubjectSelector"/>.</summary>
    public int SelectSubject(float ambiguousSize, out int subject)
    {
        var candidates = SubjectSelector.Select(_candidates.AsSpan(0, _candidateCount), ambiguousSize, out var chosen);
        subject = chosen < 0 ? chosen : _candidateOf[chosen];
        return candidates;
    }

    /// <summary>State for a track, to be kept by the caller for as long as the track is of interest.</summary>
    /// <param name="challenge">Asks for actions; null never to ask.</param>
    public TrackState CreateTrack(LivenessChallenge? challenge = null) =>
        new(new(_models.Texture, Scene, _settings.Liveness, _models.Calibration, _models.Eyes, challenge, _settings.AssumesKnownBackground));

    /// <summary>Looks at one face of the frame that was last given to <see cref="Detect"/>.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="face">Which face.</param>
    /// <param name="track">Its track's state.</param>
    public FaceLook Look(Frame frame, int face, TrackState track)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(track);
        var began = Stopwatch.GetTimestamp();
        var reading = _models.Reader.Align(frame.Image, _tracked[face].Face);
        var faults = reading.Quality.PictureFaults(_settings.Quality);
        if (faults.Has(QualityFaults.TooFar))
        {
            track.Begin(_tracked[face].Track, frame.Timestamp);
            return new(LookResult.TooFar, reading, faults, HasMesh: false, default);
        }

        // The mesh is worth its time only on a picture that can count.
        var hasMesh = faults is QualityFaults.None;
        if (hasMesh)
        {
            reading = _models.Reader.Read(frame.Image, reading);
            faults = reading.Quality.Faults(_settings.Quality);
            // One that does not fit is no evidence of anything.
            hasMesh = !faults.Has(QualityFaults.Covered);
        }

        began = Stages.Add(RecognitionStage.Points, began);
        Observe(frame, face, reading, hasMesh, isComparable: faults is QualityFaults.None || _gallery is null);
        var liveness = track.Liveness.Observe(_observation);
        began = Stages.Add(RecognitionStage.Liveness, began);
        if (liveness.Reason is LivenessReason.Jump)
            track.ForgetIdentity();
        // Whose face an attack shows does not matter.
        if (_gallery is null || faults is not QualityFaults.None || liveness.Verdict is LivenessVerdict.Attack || Compare(frame.Image, reading, track, _gallery, began))
            return new(LookResult.Observed, reading, faults, hasMesh, liveness);

        // Two people in one track: whatever it has gathered is worth nothing.
        EndTrack(_tracked[face].Track);
        track.Begin(0, frame.Timestamp);
        return new(LookResult.AnotherFace, reading, faults, hasMesh, liveness);
    }

    /// <summary>The embedding of a face that was looked at on this frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="look">The look.</param>
    /// <param name="embedding">Receives 512 floats of length 1.</param>
    public void Embed(Frame frame, in FaceLook look, Span<float> embedding)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _models.Reader.Embed(frame.Image, look.Reading.Points, embedding);
    }

    /// <summary>Ends a track: its face begins another one.</summary>
    public void EndTrack(long track) => _tracker.End(track);

    /// <summary>Forgets every track, because pictures were missed. Not the background: covering the lens must not teach the kiosk another.</summary>
    public void Interrupt()
    {
        _search.Reset();
        _tracker.Reset();
        Furniture.Interrupt();
        Scene.Interrupt();
    }

    /// <summary>Doubts the background as well, for instance because another camera was opened: it counts once it was recognised or seen empty.</summary>
    public void Reset()
    {
        Interrupt();
        Furniture.Reset();
        Scene.Reset();
    }

    /// <inheritdoc/>
    public void Dispose() => Scene.Dispose();

    private void Observe(Frame frame, int face, in FaceReading reading, bool hasMesh, bool isComparable)
    {
        _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
        if (hasMesh)
            _observation.SetMesh(_models.Reader.Mesh.Points, isComparable);
        for (var i = 0; i < _count; i++)
            if (i != face)
                _observation.AddOther(_faces[i].Box);
    }

    private void FindCandidates()
    {
        (_candidateCount, _peopleCount) = (0, 0);
        for (var i = 0; i < _count; i++)
        {
            // What hangs on the wall is the room, and is learned with it; so is what is too far off to be anybody's.
            if (!Furniture.IsRoom(_tracked[i].Track) && _faces[i].Box.Width >= FaceWidth * _settings.Quality.MinEyeDistance)
                _boxes[_peopleCount++] = _faces[i].Box;
            if (Furniture.Contains(_tracked[i].Track))
                continue;
            (_candidates[_candidateCount], _candidateOf[_candidateCount]) = (_faces[i], i);
            _candidateCount++;
        }
    }

    private bool Compare(Image image, in FaceReading reading, TrackState track, IGalleryView gallery, long began)
    {
        _models.Reader.Embed(image, reading.Points, _embedding);
        if (track.Probe.Agreement(_embedding) < gallery.MinAgreement)
            return false;
        track.Probe.Add(_embedding, reading.Quality.Weight);
        track.Identity = gallery.Identify(track.Probe.Mean, track.Probe.Count);
        Stages.Add(RecognitionStage.Identity, began);
        return true;
    }
}
