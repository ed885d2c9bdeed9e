
namespace AccessKiosk.Enrollment.Capturing;

/// <summary>A person to be enrolled and the picture or recording to take the references from.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="File">A picture or a video.</param>
public sealed record EnrollmentSource(string Name, FileInfo File)
{
    private static readonly HashSet<string> PictureExtensions =
        new([".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".pjp", ".png", ".webp"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OtherPictures = new(
        [".heic", ".heif", ".hif", ".avif", ".gif", ".bmp", ".dib", ".tif", ".tiff", ".jxl", ".jp2", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf", ".orf", ".rw2", ".psd", ".svg", ".pdf"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Litter = new([".csv", ".ini", ".db", ".ds_store"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a picture; anything else is played as a recording.</summary>
    public bool IsPicture => IsPictureFile(File);

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsPictureFile(FileInfo file) => PictureExtensions.Contains(file.Extension);

    /// <summary>Whether a file's name says that it is a picture of a kind that is not read.</summary>
    public static bool IsOtherPicture(FileInfo file) => OtherPictures.Contains(file.Extension);

    /// <summary>Why a file is not taken for a picture; null for one that is, empty for what nobody takes for one.</summary>
    public static string? WhyNoPicture(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return IsPictureFile(file) ? null
            : IsOtherPicture(file) ? $"{file.Extension[1..].ToUpperInvariant()} pictures are not read: save it as JPEG"
            : Litter.Contains(file.Extension) ? ""
            : "it is no picture";
    }

    /// <summary>Reads <c>NAME=FILE</c>.</summary>
    /// <exception cref="InputException">It has another form, or there is no such file.</exception>
    public static EnrollmentSource Parse(string text)
    {
        var split = text.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0 || split == text.Length - 1)
            throw new InputException($"'{text}' is not of the form NAME=IMAGE_OR_VIDEO.");
        var file = new FileInfo(text[(split + 1)..]);
        return file.Exists ? new(text[..split], file) : throw new InputException($"No such file: {file.FullName}");
    }
}
