using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Commands;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Kiosk.Enrolling;

/// <summary>Takes captures of one person from a picture or a recording, gated by quality.</summary>
internal sealed class FileEnroller(ModelCatalogue models, QualityOptions quality, CaptureOptions options, float minAgreement) : IDisposable
{
    private readonly FaceFinder _finder = new(models);
    private readonly BlazeFace _detector = new(models, new());
    private readonly FaceReader _reader = new(models);
    private readonly DetectedFace[] _faces = new DetectedFace[32];

    /// <summary>Takes the captures.</summary>
    /// <exception cref="InputException">There is no good picture of one person; it says why.</exception>
    /// <exception cref="ImageException">The file is no usable picture.</exception>
    /// <exception cref="CameraException">The file is no usable recording.</exception>
    public CaptureChoice Take(EnrolmentSource source, CancellationToken cancellation)
    {
        var captures = new CaptureSet(options);
        var refused = source.IsPicture ? OfferPicture(source, captures) : OfferRecording(source, captures, cancellation);
        var choice = captures.Choose(minAgreement);
        return choice.Kept.Count > 0 ? choice : throw new InputException($"{source.File.Name}: no picture good enough to enrol {source.Name}; {refused}.");
    }

    public void Dispose()
    {
        _finder.Dispose();
        _detector.Dispose();
        _reader.Dispose();
    }

    private string OfferPicture(EnrolmentSource source, CaptureSet captures)
    {
        using var image = ImageFile.Load(source.File.FullName);
        var faces = PortraitFaces.Find(_finder, image);
        var faults = faces.Count == 1 ? Offer(image, faces[0], source.File.Name, TimeSpan.Zero, captures) : QualityFaults.None;
        return faces.Count switch
        {
            0 => "no face was found",
            1 => $"faults: {faults}",
            var count => $"it shows {count} faces where one is wanted",
        };
    }

    private string OfferRecording(EnrolmentSource source, CaptureSet captures, CancellationToken cancellation)
    {
        using var camera = new CameraLoop(new() { Source = source.File.FullName, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        var (frames, alone, lastFaults) = (0, 0, QualityFaults.None);
        while (camera.Next(cancellation) is { } frame)
        {
            frames++;
            if (_detector.Detect(frame.Image, _faces) == 1)
                (alone, lastFaults) = (alone + 1, Offer(frame.Image, _faces[0], source.File.Name, frame.Timestamp, captures));
        }

        return $"of {frames} frames {alone} show one face, the last one's faults: {lastFaults}";
    }

    private QualityFaults Offer(Image image, in DetectedFace face, string origin, TimeSpan at, CaptureSet captures)
    {
        var reading = _reader.Read(image, _reader.Align(image, face));
        var faults = reading.Quality.Faults(quality);
        if (faults is not QualityFaults.None)
            return faults;
        var embedding = new float[FaceEmbedder.Dimensions];
        _reader.Embed(image, reading.Points, embedding);
        captures.Offer(new() { Embedding = embedding, Quality = reading.Quality, Origin = origin, Timestamp = at });
        return faults;
    }
}
