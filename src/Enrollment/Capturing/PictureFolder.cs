namespace AccessKiosk.Enrollment.Capturing;

/// <summary>One person's folder of pictures.</summary>
public static class PictureFolder
{
    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = false };

    /// <summary>The pictures that lie in a folder now, by name; hidden files and other kinds are left out.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    public static IReadOnlyList<FileInfo> List(DirectoryInfo folder) =>
        [.. folder.EnumerateFiles("*", Flat).Where(EnrollmentSource.IsPictureFile).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>What else lies in it that somebody may take for a picture, and why it is none.</summary>
    /// <exception cref="IOException">The folder is gone or cannot be read.</exception>
    public static IReadOnlyList<RefusedPicture> LeftOut(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles("*", Flat).Select(file => new RefusedPicture(file.Name, EnrollmentSource.WhyNoPicture(file) ?? ""))
            .Concat(folder.EnumerateDirectories("*", Flat).Where(inner => List(inner).Count > 0).Select(inner => new RefusedPicture(inner.Name, "it is a folder; only pictures that lie directly in the named folder are read")))
            .Where(file => file.Reason.Length > 0).OrderBy(file => file.File, StringComparer.Ordinal),
    ];
}
