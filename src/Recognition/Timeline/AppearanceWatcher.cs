using System.Numerics;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Timeline;

/// <summary>
/// Follows every face of a recording and compares it with itself now and then. Liveness is not judged: a recording opens
/// no door. Not for use by two threads at a time.
/// </summary>
public sealed class AppearanceWatcher : IDisposable
{
    // The first embeddings come close together, to have a name for short visits; later ones only watch for an exchange.
    private const int SettledAt = 10;
    private const int PictureSide = 96;
    private const float PictureScale = 1.4f;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);

    private readonly QualityOptions _quality;
    private readonly FaceTrackerOptions _tracking;
    private readonly float _minAgreement;
    private readonly BlazeFace _near;
    private readonly BlazeFace? _far;
    private readonly FaceReader _reader;
    private readonly DetectedFace[] _faces;
    private readonly TrackedFace[] _tracked;
    private readonly float[] _embedding = new float[FaceEmbedder.Dimensions];

    /// <summary>Loads the networks.</summary>
    /// <param name="models">The models.</param>
    /// <param name="detection">How faces are found.</param>
    /// <param name="tracking">How they are followed.</param>
    /// <param name="quality">What a picture must reach to be compared.</param>
    /// <param name="minAgreement">Comparison score that two frames of one person reach; below it a track shows two people.</param>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public AppearanceWatcher(ModelCatalogue models, BlazeFaceOptions detection, FaceTrackerOptions tracking, QualityOptions quality, float minAgreement)
    {
        ArgumentNullException.ThrowIfNull(detection);
        (_quality, _tracking, _minAgreement) = (quality, tracking, minAgreement);
        (_near, _far, _reader) = (new(models, detection), detection.Range is DetectionRange.Auto ? new(models, detection, DetectionRange.Far) : null, new(models));
        (_faces, _tracked) = (new DetectedFace[_near.Capacity], new TrackedFace[_near.Capacity]);
    }

    /// <summary>The appearances of one recording, in the order of their beginnings.</summary>
    /// <param name="frames">Its frames; each is valid until the next one is asked for.</param>
    public IReadOnlyList<Appearance> Watch(IEnumerable<Frame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var (search, tracker) = (new FaceSearch(_near, _far), new FaceTracker(_tracking));
        var open = new Dictionary<long, Visit>();
        var ended = new List<Appearance>();
        foreach (var frame in frames)
        {
            var count = tracker.Update(_faces.AsSpan(0, search.Detect(frame.Image, _faces)), _tracked);
            foreach (var track in tracker.Ended)
                End(track);
            foreach (var face in _tracked.AsSpan(0, count))
            {
                if (!open.TryGetValue(face.Track, out var visit))
                    open[face.Track] = visit = new(frame.Timestamp);
                visit.To = frame.Timestamp;
                if (IsAnother(frame, face, visit))
                {
                    tracker.End(face.Track);
                    End(face.Track);
                }
            }
        }

        foreach (var track in open.Keys.ToList())
            End(track);
        return [.. ended.OrderBy(appearance => appearance.From)];

        void End(long track)
        {
            if (open.Remove(track, out var visit))
                ended.Add(visit.Close());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _near.Dispose();
        _far?.Dispose();
        _reader.Dispose();
    }

    private bool IsAnother(Frame frame, in TrackedFace face, Visit visit)
    {
        if (frame.Timestamp < visit.Next)
            return false;
        var aligned = _reader.Align(frame.Image, face.Face);
        if (aligned.Quality.PictureFaults(_quality) is not QualityFaults.None)
            return false;
        var reading = _reader.Read(frame.Image, aligned);
        if (reading.Quality.Faults(_quality) is not QualityFaults.None)
            return false;
        _reader.Embed(frame.Image, reading.Points, _embedding);
        if (visit.Probe.Agreement(_embedding) < _minAgreement)
            return true;
        visit.Probe.Add(_embedding, reading.Quality.Weight);
        visit.Next = frame.Timestamp + (visit.Probe.Count < SettledAt ? Soon : Later);
        if (reading.Quality.Weight > visit.Best)
            (visit.Best, visit.Picture) = (reading.Quality.Weight, Picture(frame.Image, reading.Box));
        return false;
    }

    private static byte[] Picture(Image image, in Box face)
    {
        var box = face.Square(PictureScale);
        using var small = Image.Create(PictureSide, PictureSide);
        ImageOps.Warp(image, small, Matrix3x2.CreateTranslation(-box.X, -box.Y) * Matrix3x2.CreateScale(PictureSide / box.Width));
        return ImageFile.Encode(small, ImageFormat.Jpeg, quality: 80);
    }

    // One track while it is in view.
    private sealed class Visit(TimeSpan from)
    {
        public TimeSpan From { get; } = from;

        public TimeSpan To { get; set; } = from;

        public TimeSpan Next { get; set; }

        public ProbeTemplate Probe { get; } = new();

        public float Best { get; set; }

        public byte[]? Picture { get; set; }

        public Appearance Close() => new(From, To, Probe, Picture);
    }
}
