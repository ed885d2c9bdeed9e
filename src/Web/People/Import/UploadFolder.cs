using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;

namespace AccessKiosk.Web.People.Import;

/// <summary>
/// A folder of an upload, for the kiosk's user alone: one folder per person. Regardless of the names in the upload, files
/// land in it and nowhere else.
/// </summary>
internal sealed class UploadFolder(DirectoryInfo folder, long budget)
{
    private const int MostFiles = 500_000;
    private const int LongestName = 120;
    private const long LargestFile = 32 << 20;
    private const string Table = "people.csv";

    private long _left = budget;
    private int _files;

    /// <summary>The folder.</summary>
    public DirectoryInfo Folder => folder;

    /// <summary>The table of people, if there is one.</summary>
    public FileInfo? Csv => new FileInfo(Path.Combine(folder.FullName, Table)) is { Exists: true } csv ? csv : null;

    /// <summary>Makes a folder, mode 0700.</summary>
    public static UploadFolder Create(string path, long budget)
    {
        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(folder, budget);
    }

    /// <summary>Takes a file: a picture goes to its person's folder, a table to the top, anything else is left out.</summary>
    /// <param name="path">Its name in the upload, with any folders; slashes of either kind.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">It is too large, or there are too many.</exception>
    public async Task AddAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var parts = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts.Any(part => part.StartsWith('.') || part == "__MACOSX"))
            return;
        if (++_files > MostFiles)
            throw new InputException($"There are more than {MostFiles:N0} files: import them in parts.");
        var name = Plain(parts[^1]);
        if (Path.GetExtension(name).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            await WriteAsync(new(Path.Combine(folder.FullName, Table)), content, "There are two tables of people: give one.", cancellationToken);
        else if (EnrollmentSource.IsPictureFile(new(name)))
            await AddPictureAsync(parts.Length > 1 ? Plain(parts[^2]) : Owner(name), name, content, cancellationToken);
    }

    /// <summary>Takes an archive as it is, to be unpacked later.</summary>
    /// <exception cref="InputException">It is larger than allowed.</exception>
    public async Task<FileInfo> AddArchiveAsync(Stream content, long most, CancellationToken cancellationToken)
    {
        var archive = new FileInfo(Path.Combine(folder.FullName, ".upload.zip"));
        await using var file = archive.Create();
        await content.CopyToAsync(file, cancellationToken);
        return file.Length <= most ? archive : throw new InputException("The archive is larger than the kiosk takes.");
    }

    private async Task AddPictureAsync(string person, string name, Stream content, CancellationToken cancellationToken)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder.FullName, person));
        var file = new FileInfo(Path.Combine(place.FullName, name));
        for (var copy = 2; file.Exists; copy++)
            file = new(Path.Combine(place.FullName, $"{Path.GetFileNameWithoutExtension(name)}~{copy}{Path.GetExtension(name)}"));
        await WriteAsync(file, content, $"{name} is there twice.", cancellationToken);
    }

    private async Task WriteAsync(FileInfo file, Stream content, string whenTwice, CancellationToken cancellationToken)
    {
        if (file.Exists)
            throw new InputException(whenTwice);
        await using var stream = file.Create();
        // Sizes are counted, not believed: an archive may say one and hold another.
        var buffer = new byte[81920];
        for (var size = 0L; await content.ReadAsync(buffer, cancellationToken) is var read and > 0;)
        {
            size += read;
            _left -= read;
            if (size > LargestFile)
                throw new InputException($"{file.Name} is larger than {LargestFile >> 20} MB: no picture needs that.");
            if (_left < 0)
                throw new InputException("The pictures are larger than the kiosk takes at once: import them in parts.");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    // Pictures without a folder are named after their person: "Ada Lovelace.jpg", "Ada Lovelace-2.jpg".
    private static string Owner(string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var owner = stem.TrimEnd(' ', ')').TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd(' ', '_', '-', '(');
        return owner.Length > 0 ? owner : stem;
    }

    private static string Plain(string part) =>
        part.Length is > 0 and <= LongestName && part is not ("." or "..") && !part.Any(char.IsControl) && part.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            ? part
            : throw new InputException($"A name in the upload cannot be used: {new string([.. part.Take(40).Where(c => !char.IsControl(c))])}…");
}
