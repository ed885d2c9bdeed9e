using AccessKiosk.Liveness.Blink;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Liveness.Room;
using AccessKiosk.Liveness.Texture;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Liveness.Evaluation;

/// <summary>Watches a clip as the kiosk would, but judges every face track of it, each by itself. Not for two threads at a time.</summary>
public sealed class ClipWatcher : IDisposable
{
    private const int MaxTracks = 16;

    private readonly BlazeFace _detector;
    private readonly FaceReader _reader;
    private readonly TextureModel _texture;
    private readonly EyeModel _eyes;
    private readonly LivenessOptions _options;
    private readonly LivenessCalibration _calibration;
    private readonly FaceTrackerOptions _tracking;
    private readonly QualityOptions _quality;
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private readonly FaceObservation _observation = new();

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public ClipWatcher(
        ModelCatalogue models, BlazeFaceOptions detection, FaceTrackerOptions tracking, QualityOptions quality,
        LivenessOptions options, LivenessCalibration calibration)
    {
        (_tracking, _quality, _options, _calibration) = (tracking, quality, options, calibration);
        _detector = new(models, detection);
        _reader = new(models);
        _texture = new(models);
        _eyes = new(models);
        _faces = new DetectedFace[_detector.Capacity];
        _tracked = new TrackedFace[_detector.Capacity];
    }

    /// <summary>Watches a clip.</summary>
    /// <param name="next">Writes the next picture into the frame; false at the end.</param>
    /// <param name="seconds">How much of it to watch.</param>
    /// <param name="cancellation">Gives up early.</param>
    /// <param name="stopAtVerdict">Whether the first verdict of any track, live or attack, ends it.</param>
    /// <returns>Every track, in the order of appearance.</returns>
    public IReadOnlyList<TrackOutcome> Watch(Func<Frame, bool> next, double seconds, CancellationToken cancellation, bool stopAtVerdict = false)
    {
        ArgumentNullException.ThrowIfNull(next);
        using var room = new RoomModel();
        using var frame = new Frame();
        var tracker = new FaceTracker(_tracking);
        var tracks = new Dictionary<long, Watched>();
        try
        {
            TimeSpan? start = null;
            while (next(frame))
            {
                cancellation.ThrowIfCancellationRequested();
                start ??= frame.Timestamp;
                if ((frame.Timestamp - start.Value).TotalSeconds > seconds)
                    break;
                Look(frame, tracker, room, tracks);
                if (stopAtVerdict && tracks.Values.Any(t => t.Outcome.Verdict is LivenessVerdict.Live or LivenessVerdict.Attack))
                    break;
            }
        }
        finally
        {
            foreach (var watched in tracks.Values)
                watched.Assessor.Dispose();
        }

        return [.. tracks.Values.Select(w => w.Outcome)];
    }

    /// <summary>The track that a manifest's row is about: of those seen for half a second or more, if there are any.</summary>
    public static TrackOutcome? Choose(IReadOnlyList<TrackOutcome> tracks, ClipFace face)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var lasting = tracks.Where(t => t.SecondsSeen >= 0.5).ToArray();
        var candidates = lasting.Length > 0 ? lasting : [.. tracks];
        return face switch
        {
            ClipFace.Left => candidates.MinBy(t => t.MeanX),
            ClipFace.Right => candidates.MaxBy(t => t.MeanX),
            _ => candidates.MaxBy(t => t.MeanArea),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _reader.Dispose();
        _texture.Dispose();
        _eyes.Dispose();
    }

    private void Look(Frame frame, FaceTracker tracker, RoomModel room, Dictionary<long, Watched> tracks)
    {
        var found = _detector.Detect(frame.Image, _faces);
        var count = tracker.Update(_faces.AsSpan(0, found), _tracked);
        var boxes = new Box[count];
        for (var i = 0; i < count; i++)
            boxes[i] = _tracked[i].Face.Box;
        room.Observe(frame.Image, frame.Timestamp, boxes);
        for (var i = 0; i < count; i++)
        {
            var reading = _reader.Align(frame.Image, _tracked[i].Face);
            var faults = reading.Quality.PictureFaults(_quality);
            if (faults.HasFlag(QualityFaults.TooFar))
                continue;
            if (!tracks.TryGetValue(_tracked[i].Track, out var watched))
            {
                if (tracks.Count >= MaxTracks)
                    continue;
                watched = tracks[_tracked[i].Track] = new(
                    new(_texture, room, _options, _calibration, _eyes), new() { Track = _tracked[i].Track, FirstBox = reading.Box }, frame.Timestamp);
            }

            var hasMesh = faults is QualityFaults.None;
            if (hasMesh)
            {
                reading = _reader.Read(frame.Image, reading);
                hasMesh = reading.Quality.Misfit <= _quality.MaxMisfit;
            }

            _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
            if (hasMesh)
                _observation.SetMesh(_reader.Mesh.Points);
            for (var j = 0; j < count; j++)
                if (j != i)
                    _observation.AddOther(boxes[j]);
            var assessment = watched.Assessor.Observe(_observation);
            watched.Outcome.Add(reading.Box, hasMesh ? reading.Quality.Pose : null, assessment, watched.Assessor.Readings, (frame.Timestamp - watched.Start).TotalSeconds);
        }
    }

    private sealed record Watched(LivenessAssessor Assessor, TrackOutcome Outcome, TimeSpan Start);
}
