using System.Globalization;
using System.Runtime.InteropServices;

namespace AccessKiosk.Storage.Files;

/// <summary>The part of a disk that is kept for the record of events: uploads, backups and whatever else can wait leave it alone.</summary>
public static partial class DiskReserve
{
    // Half a million events; health reports a fault below 200 MB.
    private const long Most = 256L << 20;
    private const long Least = 16L << 20;

    // The record makes few files; more than these are nobody's to take.
    private const ulong MostFiles = 1_000;

    // statvfs(3): numbers of 64 bits; the sixth says how many files the disk can hold, the eighth how many more a user may make.
    private const int Numbers = 32;
    private const int Files = 5;
    private const int FilesLeft = 7;

    // A seal, and what the file system needs for itself.
    private const long Slack = 64 * 1024;

    /// <summary>
    /// How many bytes anything else than the record may still write to the disk that holds a folder; 0 or more. None where the
    /// disk can hardly hold another file, however small: many empty ones fill it too.
    /// </summary>
    public static long Room(string folder)
    {
        if (IsOutOfFiles(folder))
            return 0;
        var drive = new DriveInfo(Path.GetFullPath(folder));
        return Math.Max(0, drive.AvailableFreeSpace - Of(drive.TotalSize));
    }

    /// <summary>The same for a folder that may lie on another disk than the record, where nothing is kept.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="record">The folder of the record.</param>
    public static long Room(string folder, string record) =>
        MountPoint(folder) == MountPoint(record) ? Room(folder) : new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <summary>Refuses to write a file of a size where it would take what is kept for the record: it can wait, an event cannot.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="record">The folder of the record.</param>
    /// <param name="bytes">How many bytes it takes.</param>
    /// <param name="what">What it is, in words.</param>
    /// <param name="remedy">What makes room.</param>
    /// <exception cref="StoreException">There is not enough room.</exception>
    public static void Require(string folder, string record, long bytes, string what, string remedy)
    {
        var (needed, room) = (bytes + Slack, Room(folder, record));
        if (needed > room)
            throw new StoreException(StoreFault.DiskFull, string.Create(
                CultureInfo.InvariantCulture,
                $"No space is left for {what} in {folder}: it takes {Megabytes(needed)} MB, and {Megabytes(room)} MB can be had; the rest of the disk is kept for events. {remedy}"));

        static double Megabytes(long bytes) => Math.Round(bytes / 1024.0 / 1024.0, 1);
    }

    /// <summary>What is kept of a disk of a size: a tenth, within limits, and of a very small one no more than a quarter.</summary>
    public static long Of(long size) => Math.Min(Math.Clamp(size / 10, Least, Most), size / 4);

    private static bool IsOutOfFiles(string folder)
    {
        if (!OperatingSystem.IsLinux() || nint.Size != sizeof(long))
            return false;
        Span<ulong> state = stackalloc ulong[Numbers];
        // Some file systems make room for files as they are made, and say 0.
        return statvfs(Path.GetFullPath(folder), state) == 0 && state[Files] > 0 && state[FilesLeft] < Math.Min(MostFiles, state[Files] / 10);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int statvfs(string path, Span<ulong> state);

    private static string MountPoint(string folder)
    {
        var path = Path.GetFullPath(folder);
        return DriveInfo.GetDrives().Select(drive => drive.Name).Where(Holds).MaxBy(mount => mount.Length) ?? "";

        bool Holds(string mount) => path == mount || path.StartsWith(Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
