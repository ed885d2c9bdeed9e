using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.Commands.Calibration;

/// <summary>Reads pictures that should show one person. Not thread-safe.</summary>
internal sealed class PortraitReader(ModelCatalogue models) : IDisposable
{
    private static readonly float Background = new CaptureOptions().Background;

    private readonly FaceFinder _finder = new(models);
    private readonly FaceReader _reader = new(models);

    /// <summary>The one face of a picture file.</summary>
    /// <exception cref="InputException">There is none, or there are several.</exception>
    /// <exception cref="ImageException">The file is not a usable picture.</exception>
    public FaceReading ReadOnly(string path, Span<float> embedding)
    {
        using var image = ImageFile.Load(path);
        var faces = PortraitFaces.Find(_finder, image);
        var (count, subject) = FaceCapturer.Subject([.. faces], Background);
        return count switch
        {
            0 => throw new InputException($"No face found in {path}."),
            1 => Embed(image, faces[subject], embedding),
            var many => throw new InputException($"{path} shows {many} faces, but exactly one is required: crop it to the person; none was used."),
        };
    }

    /// <summary>The face nearest to the middle of a picture, as face data sets centre theirs.</summary>
    /// <returns>Null when no face is found.</returns>
    public FaceReading? ReadCentral(Image image, Span<float> embedding)
    {
        var middle = new System.Numerics.Vector2(image.Width, image.Height) / 2;
        var faces = _finder.Find(image);
        return faces.Count == 0 ? null : Embed(image, faces.MinBy(f => System.Numerics.Vector2.DistanceSquared(f.Box.Center, middle)), embedding);
    }

    public void Dispose()
    {
        _finder.Dispose();
        _reader.Dispose();
    }

    private FaceReading Embed(Image image, Vision.Detection.DetectedFace face, Span<float> embedding)
    {
        var reading = _reader.Read(image, _reader.Align(image, face));
        _reader.Embed(image, reading.Points, embedding);
        return reading;
    }
}
