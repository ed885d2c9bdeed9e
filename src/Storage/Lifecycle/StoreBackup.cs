using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Sqlite;
using AccessKiosk.Storage.Transactions;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>Online backup through SQLite's own backup API: a consistent copy while others write, sealed so that a restore knows its own.</summary>
internal static class StoreBackup
{
    public static async Task<BackupReport> WriteAsync(
        StoreCore core, string file, string by, bool overwrite, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(file);
        if (string.Equals(target, core.Database.Path, StringComparison.Ordinal))
            throw Check.Invalid("The backup would replace the database itself: name another file.");
        if (File.Exists(target) && !overwrite)
            throw new StoreException(StoreFault.Conflict, $"{target} exists: name another file, or allow it to be replaced (--overwrite).");
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new StoreException(StoreFault.NotFound, $"The folder {Path.GetDirectoryName(target)} does not exist: make it first.");
        await core.RecordAsync(by, "store.backed-up", null, null, cancellationToken);
        return await core.ReadAsync((_, token) => Task.FromResult(Copy(core.Database.Path, core.Keys, target, token)), cancellationToken);
    }

    private static BackupReport Copy(string database, KeyStore keys, string target, CancellationToken cancellationToken)
    {
        var temporary = target + ".part";
        try
        {
            File.Delete(temporary);
            DiskReserve.Require(
                Path.GetDirectoryName(target)!, Path.GetDirectoryName(database)!, DatabaseFile.Size(database), "a backup", "Remove older backups or other files there, or name a folder on another disk.");
            DurableFile.Write(temporary, []);
            long people, references;
            using (var source = DatabaseFile.Connect(database))
            using (var copy = DatabaseFile.Connect(temporary))
            {
                source.BackupDatabase(copy);
                // One file that can be carried about: no log beside it.
                DatabaseFile.Scalar(copy, "PRAGMA journal_mode=DELETE");
                if (DatabaseFile.Scalar(copy, "PRAGMA quick_check(1)") is not "ok")
                    throw StoreFaults.Damaged(database);
                KnownSchema.RefuseOthers(copy, database);
                people = (long)DatabaseFile.Scalar(copy, "SELECT count(*) FROM people")!;
                references = (long)DatabaseFile.Scalar(copy, "SELECT count(*) FROM \"references\"")!;
            }

            cancellationToken.ThrowIfCancellationRequested();
            BackupSeal.Append(temporary, keys);
            DurableFile.Move(temporary, target);
            return new(target, new FileInfo(target).Length, (int)people, (int)references);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, target);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Explain(fault, target);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
