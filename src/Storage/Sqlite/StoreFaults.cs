using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into faults that say what to do.</summary>
internal static class StoreFaults
{
    private const int Busy = 5;
    private const int BusyTable = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    // Bytes: what the shared index of the write-ahead log takes, twice.
    private const long LeastFree = 64 * 1024;

    /// <summary>Whether the fault is the database's.</summary>
    public static bool IsDatabase(Exception fault) => Find(fault) is not null;

    /// <summary>A fault of the database in plain words.</summary>
    public static StoreException Explain(Exception fault, string path)
    {
        var sqlite = Find(fault)!;
        return sqlite.SqliteErrorCode switch
        {
            Busy or BusyTable => new(
                StoreFault.Busy, $"{path} is busy: another program holds it; try again when it has finished.", fault),
            ReadOnly => new(
                StoreFault.ReadOnly,
                $"{path} cannot be written: check its owner, its folder's mode and that its disk is not mounted read-only.",
                fault),
            Full => FullDisk(path, fault),
            // A full disk shows as an input-output error where SQLite cannot lay out its shared index.
            IoError when IsFull(path) => FullDisk(path, fault),
            Corrupt => Damaged(path, fault),
            NotADatabase => new(
                StoreFault.Foreign, $"{path} is not a kiosk's database: name the right file or restore a backup.", fault),
            CannotOpen => new(
                StoreFault.ReadOnly, $"{path} cannot be opened: check that it and its folder exist and can be written.", fault),
            IoError => new(
                StoreFault.Damaged, $"{path}: the disk reported an error ({sqlite.SqliteExtendedErrorCode}): check the disk.", fault),
            Constraint => new(
                StoreFault.Conflict, "The values contradict what is stored already; nothing was changed.", fault),
            var code => new(StoreFault.Damaged, $"{path}: SQLite reported error {code}.", fault),
        };
    }

    public static StoreException Damaged(string path, Exception? inner = null) => new(
        StoreFault.Damaged, $"{path} is damaged or cut off: restore the newest backup; the file itself is left as it is.", inner);

    private static StoreException FullDisk(string path, Exception fault) => new(
        StoreFault.DiskFull, $"No space is left for {path}: free some and try again; nothing was changed.", fault);

    private static bool IsFull(string path)
    {
        try
        {
            return Path.GetDirectoryName(path) is { Length: > 0 } folder && new DriveInfo(folder).AvailableFreeSpace < LeastFree;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    private static SqliteException? Find(Exception fault) =>
        fault as SqliteException ?? (fault as DbUpdateException)?.InnerException as SqliteException;
}
