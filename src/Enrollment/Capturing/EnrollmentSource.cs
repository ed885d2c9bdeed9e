
namespace AccessKiosk.Enrollment.Capturing;

/// <summary>A person to be enrolled and the picture or recording to take the references from.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="File">A picture or a video.</param>
public sealed record EnrollmentSource(string Name, FileInfo File)
{
    private static readonly HashSet<string> PictureExtensions = new([".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a picture; anything else is played as a recording.</summary>
    public bool IsPicture => IsPictureFile(File);

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsPictureFile(FileInfo file) => PictureExtensions.Contains(file.Extension);

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
