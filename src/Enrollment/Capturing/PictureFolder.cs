namespace AccessKiosk.Enrollment.Capturing;

/// <summary>One person's folder of pictures.</summary>
public static class PictureFolder
{
    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = false };

    /// <summary>The pictures that lie in a folder now, by name; hidden files and other kinds are left out.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    public static IReadOnlyList<FileInfo> List(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", Flat).Where(EnrollmentSource.IsPictureFile).OrderBy(f => f.Name, StringComparer.Ordinal)];
}
