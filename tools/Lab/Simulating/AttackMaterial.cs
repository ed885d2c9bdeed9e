using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Lab.Demo;
using AccessKiosk.Simulation;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Simulating;

/// <summary>
/// What simulated attacks are made of, decoded once for all trials: stretches of the real recordings of two men, and
/// photos of further people, both shipped by packages.
/// </summary>
internal sealed class AttackMaterial : IDisposable
{
    /// <summary>Size of the simulated camera's picture.</summary>
    public const int Width = 640, Height = 480;

    private const double FramesPerSecond = 25;
    private const int Stretch = 75;

    // Smaller ones would be blurred on paper for want of pixels, not for what paper does.
    private const float MinPortraitFace = 90;

    // Seconds into each recording; the men talk, turn, look about.
    private static readonly double[] Starts = [1, 9, 17, 24];

    private readonly List<SourceRecording> _recordings = [];
    private readonly List<Image> _photos = [];
    private readonly List<Portrait> _portraits = [];

    private AttackMaterial()
    {
    }

    /// <summary>Sets up attacks from this material.</summary>
    public AttackStage Stage => new(_recordings, _portraits);

    /// <summary>What it is, for the report.</summary>
    public string Description =>
        $"{_recordings.Count} stretches of {Stretch / FramesPerSecond:0} s of {DemoRecordings.All.Count} real recordings of two men, photos of {_portraits.Count} people";

    /// <summary>Reads everything.</summary>
    /// <exception cref="Enrollment.InputException">A recording is missing.</exception>
    public static AttackMaterial Load(ModelCatalogue models, CancellationToken cancellationToken)
    {
        var material = new AttackMaterial();
        try
        {
            using var detector = new BlazeFace(models, new());
            using var reader = new FaceReader(models);
            foreach (var recording in DemoRecordings.All)
                material.Read(recording, detector, reader, cancellationToken);
            foreach (var photo in DemoRecordings.Photos)
                material.Read(photo, reader, models);
            return material;
        }
        catch
        {
            material.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _recordings.ForEach(recording => recording.Dispose());
        _photos.ForEach(photo => photo.Dispose());
    }

    private void Read(string path, BlazeFace detector, FaceReader reader, CancellationToken cancellationToken)
    {
        using var camera = new CameraLoop(new() { Source = path, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        var faces = new DetectedFace[detector.Capacity];
        SourceRecording? open = null;
        var next = 0;
        while (next < Starts.Length && camera.Next(cancellationToken) is { } frame)
        {
            if (frame.Timestamp.TotalSeconds < Starts[next] || detector.Detect(frame.Image, faces) == 0)
                continue;
            if (open is null)
                _recordings.Add(open = new(Width, Height, FramesPerSecond));
            var reading = reader.Read(frame.Image, reader.Align(frame.Image, faces[0]));
            open.Add(frame.Image, faces[0].Box, new(reading.Points.LeftEye, reading.Points.RightEye), reading.Quality.Pose);
            if (open.Pictures.Count == Stretch)
                (open, next) = (null, next + 1);
        }
    }

    private void Read(string path, FaceReader reader, ModelCatalogue models)
    {
        using var finder = new FaceFinder(models);
        var photo = ImageFile.Load(path);
        _photos.Add(photo);
        foreach (var face in finder.Find(photo))
            if (face.Box.Width >= MinPortraitFace && face.Box.Square(1.6f).ShareInside(photo.Width, photo.Height) > 0.95f)
            {
                var points = reader.Align(photo, face).Points;
                _portraits.Add(new(photo, face.Box, new(points.LeftEye, points.RightEye)));
            }
    }
}
