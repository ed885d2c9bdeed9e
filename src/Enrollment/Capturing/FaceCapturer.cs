using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Capturing;

/// <summary>What a picture shows.</summary>
/// <param name="Faces">Faces large enough to be the person's.</param>
/// <param name="Faults">What is wrong with the picture of the one face.</param>
/// <param name="Capture">The capture; null unless there is one good face that is wanted.</param>
public readonly record struct CaptureAttempt(int Faces, QualityFaults Faults, Capture? Capture)
{
    /// <summary>Why there is no capture, in words.</summary>
    public string Reason => Faces switch
    {
        0 => "no face was found",
        1 => CaptureFormatter.Of(Faults),
        var many => $"it shows {many} faces, but exactly one is required",
    };
}

/// <summary>Takes captures from pictures: one face, good enough, embedded. Not for use by two threads at a time.</summary>
public sealed class FaceCapturer(ModelCatalogue models, QualityOptions quality, CaptureOptions options) : IDisposable
{
    private readonly FaceFinder _finder = new(models);
    private readonly FaceReader _reader = new(models);
    private readonly BlazeFace _near = new(models, new());
    private readonly DetectedFace[] _faces = new DetectedFace[32];

    /// <summary>Looks at a still, where there is time for a second opinion.</summary>
    public CaptureAttempt Take(Image image, string origin, DateTimeOffset? takenAt) =>
        Take(image, PortraitFaces.Find(_finder, image), origin, TimeSpan.Zero, takenAt, _ => true);

    /// <summary>Looks at a frame of a recording.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="origin">The recording.</param>
    /// <param name="takenAt">When that was made.</param>
    /// <param name="captures">What there is of it already: a good face that is not wanted there is not embedded.</param>
    public CaptureAttempt Take(Frame frame, string origin, DateTimeOffset? takenAt, CaptureSet captures)
    {
        var count = _near.Detect(frame.Image, _faces);
        return Take(frame.Image, _faces[..count], origin, frame.Timestamp, takenAt, weight => captures.Wants(origin, frame.Timestamp, weight));
    }

    public void Dispose()
    {
        _finder.Dispose();
        _reader.Dispose();
        _near.Dispose();
    }

    /// <summary>How many of the faces could be the person's, and the largest: the rest is background.</summary>
    public static (int Count, int Subject) Subject(ReadOnlySpan<DetectedFace> faces, float background)
    {
        var count = SubjectSelector.Select(faces, 1 / background, out var subject);
        return (count, subject);
    }

    private CaptureAttempt Take(Image image, IReadOnlyList<DetectedFace> found, string origin, TimeSpan at, DateTimeOffset? takenAt, Func<float, bool> isWanted)
    {
        var (count, subject) = Subject([.. found], options.Background);
        if (count != 1)
            return new(count, QualityFaults.None, null);
        var reading = _reader.Read(image, _reader.Align(image, found[subject]));
        var faults = reading.Quality.Faults(quality);
        if (faults is not QualityFaults.None || !isWanted(reading.Quality.Weight))
            return new(1, faults, null);
        var embedding = new float[FaceEmbedder.Dimensions];
        _reader.Embed(image, reading.Points, embedding);
        return new(1, faults, new() { Embedding = embedding, Quality = reading.Quality, Origin = origin, Timestamp = at, TakenAt = takenAt });
    }
}
