using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Pictures of three real men, from the recordings and photos that packages ship.</summary>
internal static class Faces
{
    private static readonly string Cache = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "faces")).FullName;

    /// <summary>Good pictures of one man, from his first session.</summary>
    public static IReadOnlyList<string> Man { get; } = Pictures(Recordings.Man, 20, 60, 100, 140, 180, 220);

    /// <summary>The same man, in another session.</summary>
    public static IReadOnlyList<string> ManAnotherDay { get; } = Pictures(Recordings.ManAnotherDay, 20, 60, 100, 140);

    /// <summary>Another man.</summary>
    public static IReadOnlyList<string> Stranger { get; } = Pictures(Recordings.Stranger, 20, 60, 100, 140, 180);

    /// <summary>A photo of four people.</summary>
    public static string Group { get; } = Recordings.Sample(6);

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
        using var camera = new CameraLoop(new() { Source = clip, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        while (camera.Next(CancellationToken.None) is { } frame && frame.Sequence <= numbers[^1])
            if (Array.IndexOf(numbers, (int)frame.Sequence) is var i and >= 0)
                ImageFile.Save(frame.Image, files[i]);
        return files;
    }
}
