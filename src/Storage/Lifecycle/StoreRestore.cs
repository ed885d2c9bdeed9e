using System.Globalization;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using AccessKiosk.Storage.Transactions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>Puts a backup in place: a copy is verified, the old file kept, the copy renamed over it in one step.</summary>
internal static class StoreRestore
{
    public static async Task<RestoreReport> RunAsync(
        StoreOptions options, string file, string by, bool dropUnreadable, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        Check.Text(by, "who did it", KioskDb.NameLength);
        if (!File.Exists(file))
            throw new StoreException(StoreFault.NotFound, $"There is no backup {file}.");
        DurableFile.MakeFolder(Path.GetDirectoryName(options.DatabasePath)!);
        var held = StoreLock.Take(options.DatabasePath);
        var handedOver = false;
        var candidate = options.DatabasePath + ".restoring";
        try
        {
            var (erased, lost) = Verify(options, file, candidate, dropUnreadable, time);
            cancellationToken.ThrowIfCancellationRequested();
            var kept = Keep(options.DatabasePath, time);
            DurableFile.Move(candidate, options.DatabasePath);
            handedOver = true;
            await using var store = await StoreOpening.LockedAsync(
                options, held, new(by, Path.GetFileName(file), dropUnreadable), time, people: null, CancellationToken.None);
            var status = await store.StatusAsync(CancellationToken.None);
            return new(kept, status.People, erased, lost, status.UnusedKeys);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, candidate);
        }
        finally
        {
            File.Delete(candidate);
            if (!handedOver)
                held.Dispose();
        }
    }

    /// <summary>Copies the backup beside the database and checks the copy: what is verified is what is put in place.</summary>
    private static (int Erased, int Lost) Verify(
        StoreOptions options, string file, string candidate, bool dropUnreadable, TimeProvider time)
    {
        using var keys = KeyRing.Open(options, databaseExists: true, readOnly: true, time);
        using (var from = OpenBackup(file))
        {
            DurableFile.Write(candidate, []);
            using var to = new FileStream(candidate, FileMode.Open, FileAccess.Write);
            from.CopyTo(to);
            to.Flush(flushToDisk: true);
        }

        try
        {
            DatabaseFile.Verify(candidate, thorough: true);
            if (DatabaseFile.StoreOf(candidate) is not { } store)
                throw new StoreException(StoreFault.Foreign, $"{file} holds no kiosk's store: name a file that backup wrote.");
            if (store != keys.Store)
                throw new StoreException(
                    StoreFault.KeyWrong,
                    $"{file} belongs to the key store {store:N}, and {options.KeyStorePath} is {keys.Store:N}: put its own key store and master key in place first.");
            return CheckKeys(options, keys, candidate, dropUnreadable);
        }
        catch (StoreException fault) when (fault.Message.Contains(candidate, StringComparison.Ordinal))
        {
            throw new StoreException(fault.Fault, fault.Message.Replace(candidate, Path.GetFullPath(file), StringComparison.Ordinal), fault);
        }
    }

    private static FileStream OpenBackup(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.NotFound, $"The backup {file} cannot be read by this user: {fault.Message}", fault);
        }
    }

    private static (int Erased, int Lost) CheckKeys(StoreOptions options, KeyStore keys, string candidate, bool dropUnreadable)
    {
        using var connection = DatabaseFile.Connect(candidate);
        var people = new List<Guid>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT Id, Profile FROM people";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var id = Guid.Parse(reader.GetString(0));
                people.Add(id);
                if (keys.State(id) == KeyState.Live && SealedProfile.Open(keys, id, (byte[])reader[1]) is null)
                    throw StoreFaults.Damaged(candidate);
            }
        }

        var lost = Recovery.LostAmong(keys, people, Vectors(connection));
        if (lost.Count > 0 && !dropUnreadable)
            throw Recovery.Lost(options, lost.Count, people.Count);
        return (people.Count(id => keys.State(id) == KeyState.Destroyed && !lost.Contains(id)), lost.Count);
    }

    // Whose vectors, sealed under which keys.
    private static List<(Guid Person, Guid Key)> Vectors(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT PersonId, KeyId FROM \"references\" UNION SELECT PersonId, KeyId FROM renewals WHERE Vector IS NOT NULL";
        using var reader = command.ExecuteReader();
        var vectors = new List<(Guid, Guid)>();
        while (reader.Read())
            vectors.Add((Guid.Parse(reader.GetString(0)), Guid.Parse(reader.GetString(1))));
        return vectors;
    }

    private static string? Keep(string database, TimeProvider time)
    {
        if (!StoreOptions.HasContent(database))
            return null;
        DatabaseFile.Checkpoint(database);
        var kept = string.Create(
            CultureInfo.InvariantCulture, $"{database}.before-restore-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        for (var number = 2; File.Exists(kept); number++)
            kept = string.Create(CultureInfo.InvariantCulture, $"{database}.before-restore-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{number}");
        File.Copy(database, kept);
        using (var handle = File.OpenHandle(kept, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(handle);
        // Its log, where it could not be emptied, must never be played into the restored file.
        if (File.Exists(database + "-wal"))
            File.Move(database + "-wal", kept + "-wal");
        File.Delete(database + "-shm");
        DurableFile.FlushFolder(Path.GetDirectoryName(database)!);
        return kept;
    }
}

/// <summary>The audit's entry of a restore; it names the entries that the backup does not have.</summary>
internal sealed record RestoreMark(string By, string File, bool DropUnreadable)
{
    public async Task AuditAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        var last = await work.Db.Audit.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var head = work.Head.Sequence;
        work.Audit(
            By,
            AuditVerifier.Restored,
            null,
            last < head ? new { file = File, missingFrom = last + 1, missingTo = head } : new { file = File });
    }
}
