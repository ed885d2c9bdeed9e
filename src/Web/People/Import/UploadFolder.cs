using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Web.People.Import;

/// <summary>
/// A folder of an upload, for the kiosk's user alone: the pictures in the folders that the upload has them in. Regardless of the
/// names in the upload, files land in it and nowhere else.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="budget">Most bytes of all files together, an archive and what is unpacked of it.</param>
/// <param name="room">How many bytes may still be written to the disk.</param>
internal sealed class UploadFolder(DirectoryInfo folder, long budget, Func<long> room)
{
    private const int MostFiles = 500_000;

    // Files and the folders that are made for them: an empty one, too, takes a place of the disk.
    private const int MostPlaces = 600_000;
    private const int LongestName = 120;
    // Of a disk's 255 bytes some are left for the number of a second picture of one name.
    private const int LongestOnDisk = 248;
    private const int MostFolders = 8;
    private const int MostLeftOut = 1_000;
    private const long LargestFile = 32 << 20;
    private const string Table = "people.csv";

    private long _left = budget;
    private readonly List<SkippedPicture> _leftOut = [];
    private int _files;
    private int _places;

    /// <summary>Files that were not taken, and why; the first thousand.</summary>
    public IReadOnlyList<SkippedPicture> LeftOut => _leftOut;

    /// <summary>The folder.</summary>
    public DirectoryInfo Folder => folder;

    /// <summary>Whether a picture was taken.</summary>
    public bool HasPictures { get; private set; }

    /// <summary>The table of people, if there is one.</summary>
    public FileInfo? Csv => new FileInfo(Path.Combine(folder.FullName, Table)) is { Exists: true } csv ? csv : null;

    /// <summary>Makes a folder, mode 0700.</summary>
    /// <param name="path">Where.</param>
    /// <param name="budget">Most bytes of all files together.</param>
    /// <param name="room">How many bytes may still be written to the disk; default: all but the reserve for events.</param>
    public static UploadFolder Create(string path, long budget, Func<long>? room = null)
    {
        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(folder, budget, room ?? (() => DiskReserve.Room(path)));
    }

    /// <summary>Takes a file: a picture goes to its folder, a table to the top; what else a person may take for a picture is left out with the reason.</summary>
    /// <param name="path">Its name in the upload, with any folders; slashes of either kind.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">There is more than the kiosk takes, or a second table.</exception>
    /// <exception cref="StoreException">The disk has no room but for events.</exception>
    public async Task AddAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var parts = ImportNames.Plain(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts.Any(ImportNames.IsOfSystem))
            return;
        if (++_files > MostFiles)
            throw new InputException($"There are more than {MostFiles:N0} files: import them in parts.");
        if (IsTable(parts[^1]))
            await AddTableAsync(content, cancellationToken);
        else if (WhyNot(parts) is { } reason)
            LeaveOut(parts, reason);
        else
            await AddPictureAsync(parts, content, cancellationToken);
    }

    /// <summary>Whether a file is a table of people, as its name says.</summary>
    public static bool IsTable(string name) => Path.GetExtension(name).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    private async Task AddTableAsync(Stream content, CancellationToken cancellationToken)
    {
        var table = new FileInfo(Path.Combine(folder.FullName, Table));
        if (table.Exists)
            throw new InputException("There are two tables of people: give one.");
        if (!await WriteAsync(table, content, LargestFile, cancellationToken))
            throw new InputException($"The table is larger than {LargestFile >> 20} MB.");
    }

    private static string? WhyNot(string[] parts) => parts switch
    {
        _ when EnrollmentSource.WhyNoPicture(new(parts[^1])) is { } reason => reason,
        { Length: > MostFolders } => $"it lies in more than {MostFolders - 1} folders",
        _ when parts.Any(part => part.Length > LongestName) => $"its name or a folder's is longer than {LongestName} characters",
        _ when parts.Any(part => Encoding.UTF8.GetByteCount(part) > LongestOnDisk) => "its name or a folder's is longer than a disk takes",
        _ when parts.Any(part => part.Any(char.IsControl) || part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0) => "its name or a folder's has characters that no file's can have",
        _ => null,
    };

    /// <summary>Names a file that could not even be read.</summary>
    public void LeaveOut(string path, string reason)
    {
        var parts = ImportNames.Plain(path).Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 0 && !parts.Any(ImportNames.IsOfSystem))
            LeaveOut(parts, reason);
    }

    private void LeaveOut(string[] parts, string reason)
    {
        if (reason.Length > 0 && _leftOut.Count < MostLeftOut)
            _leftOut.Add(new(Shown(string.Join('/', parts[..^1])), Shown(parts[^1]), reason));
    }

    private static string Shown(string name) => new([.. name.Where(c => !char.IsControl(c)).Take(LongestName)]);

    /// <summary>Takes an archive as it is, to be unpacked later.</summary>
    /// <exception cref="InputException">It is larger than allowed.</exception>
    public async Task<FileInfo> AddArchiveAsync(Stream content, long most, CancellationToken cancellationToken)
    {
        var archive = new FileInfo(Path.Combine(folder.FullName, ".upload.zip"));
        return await WriteAsync(archive, content, most, cancellationToken) ? archive : throw new InputException("The archive is larger than the kiosk takes.");
    }

    private async Task AddPictureAsync(string[] parts, Stream content, CancellationToken cancellationToken)
    {
        if (Enumerable.Range(1, parts.Length - 1).Any(depth => File.Exists(Path.Combine([folder.FullName, .. parts[..depth]]))))
        {
            LeaveOut(parts, "a picture has the name of its folder");
            return;
        }

        var (place, name) = (MakeFolder(parts[..^1]), parts[^1]);
        var file = new FileInfo(Path.Combine(place.FullName, name));
        for (var copy = 2; Path.Exists(file.FullName); copy++)
            file = new(Path.Combine(place.FullName, $"{Path.GetFileNameWithoutExtension(name)}~{copy}{Path.GetExtension(name)}"));
        var isWhole = false;
        try
        {
            isWhole = await WriteAsync(file, content, LargestFile, cancellationToken);
        }
        finally
        {
            if (!isWhole)
                file.Delete();
        }

        HasPictures |= isWhole;
        if (!isWhole)
            LeaveOut(parts, $"it is larger than {LargestFile >> 20} MB: no picture needs that");
    }

    private DirectoryInfo MakeFolder(string[] parts)
    {
        var place = folder;
        foreach (var part in parts)
        {
            place = new(Path.Combine(place.FullName, part));
            if (place.Exists)
                continue;
            CountPlace();
            place.Create();
        }

        return place;
    }

    private void CountPlace()
    {
        if (++_places > MostPlaces)
            throw new InputException($"There are more than {MostPlaces:N0} files and folders: import them in parts.");
        if (room() <= 0)
            throw Full();
    }

    private static StoreException Full() => new(StoreFault.DiskFull, "The disk has no room for the upload: the rest of it is kept for events. Free some, or import in parts.");

    // Whether it is no larger than a file may be.
    private async Task<bool> WriteAsync(FileInfo file, Stream content, long most, CancellationToken cancellationToken)
    {
        CountPlace();
        await using var stream = file.Create();
        // Sizes are counted, not believed: an archive may say one and hold another.
        var buffer = new byte[81920];
        for (var size = 0L; await content.ReadAsync(buffer, cancellationToken) is var read and > 0;)
        {
            size += read;
            _left -= read;
            if (_left < 0)
                throw new InputException("The pictures are larger than the kiosk takes at once: import them in parts.");
            if (size > most)
                return false;
            if (room() < read)
                throw Full();
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }
}
