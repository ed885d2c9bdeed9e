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

    // Of a picture's width: what lies between it and its mirror image may be called left as well as right.
    private const double Middle = 0.4;

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

    /// <summary>
    /// The track that a manifest's row is about: of those seen for half a second or more, if there are any. The largest is the
    /// one that fills most of the picture for most of the time; null where nobody was seen on the side that is named.
    /// </summary>
    public static TrackOutcome? Choose(IReadOnlyList<TrackOutcome> tracks, ClipFace face)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var lasting = tracks.Where(t => t.SecondsSeen >= 0.5).ToArray();
        var candidates = lasting.Length > 0 ? lasting : [.. tracks];
        return face switch
        {
            ClipFace.Left => candidates.MinBy(t => t.MeanX) is { } left && IsThere(left, candidates, left.MeanX <= (1 - Middle) * left.PictureWidth) ? left : null,
            ClipFace.Right => candidates.MaxBy(t => t.MeanX) is { } right && IsThere(right, candidates, right.MeanX >= Middle * right.PictureWidth) ? right : null,
            _ => candidates.MaxBy(t => t.MeanArea * t.SecondsSeen),
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

    // The other face of two may never have been found: the one that was is not taken for it.
    private static bool IsThere(TrackOutcome track, IReadOnlyList<TrackOutcome> tracks, bool isOnItsSide) =>
        isOnItsSide || tracks.Any(other => Math.Abs(other.MeanX - track.MeanX) > Math.Sqrt(track.MeanArea));

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
                    new(_texture, room, _options, _calibration, _eyes), new() { Track = _tracked[i].Track, FirstBox = reading.Box, PictureWidth = frame.Image.Width }, frame.Timestamp);
            }

            var hasMesh = faults is QualityFaults.None;
            if (hasMesh)
            {
                reading = _reader.Read(frame.Image, reading);
                faults = reading.Quality.Faults(_quality);
                hasMesh = !faults.HasFlag(QualityFaults.Covered);
            }

            _observation.Set(frame.Image, frame.Timestamp, frame.Sequence, reading.Box, reading.Points, reading.Quality);
            if (hasMesh)
                _observation.SetMesh(_reader.Mesh.Points, faults is QualityFaults.None);
            for (var j = 0; j < count; j++)
                if (j != i)
                    _observation.AddOther(boxes[j]);
            var assessment = watched.Assessor.Observe(_observation);
            watched.Outcome.Add(
                reading.Box, hasMesh ? reading.Quality.Pose : null, _observation.IsComparable, assessment, watched.Assessor.Readings, (frame.Timestamp - watched.Start).TotalSeconds);
        }
    }

    private sealed record Watched(LivenessAssessor Assessor, TrackOutcome Outcome, TimeSpan Start);
}
