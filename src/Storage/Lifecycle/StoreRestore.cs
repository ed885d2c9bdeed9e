using System.Globalization;
using AccessKiosk.Foundation;
using AccessKiosk.Storage.Erasure;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>What is asked of a restore.</summary>
/// <param name="Options">The store.</param>
/// <param name="File">The backup.</param>
/// <param name="By">The operator.</param>
/// <param name="DropUnreadable">Drops people whom no key opens, instead of refusing.</param>
/// <param name="AllowUnsealed">Takes a backup without a seal, as versions before the seal wrote them.</param>
internal sealed record RestoreRequest(StoreOptions Options, string File, string By, bool DropUnreadable, bool AllowUnsealed);

/// <summary>Puts a backup in place: a copy is verified, the old file kept, the copy renamed over it in one step.</summary>
internal static class StoreRestore
{
    // A command that reads is over within a second.
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes the store and verifies a copy of the backup beside the database; nothing is changed yet.</summary>
    public static PendingRestore Prepare(RestoreRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = request.Options;
        options.Validate();
        Check.Text(request.By, "who did it", KioskDb.NameLength);
        if (!File.Exists(request.File))
            throw new StoreException(StoreFault.NotFound, $"There is no backup {request.File}.");
        DurableFile.MakeFolder(Path.GetDirectoryName(options.DatabasePath)!);
        var held = StoreLock.Take(options.DatabasePath);
        var candidate = options.DatabasePath + ".restoring";
        try
        {
            // What a restore that was killed left would be played into the copy.
            Remove(candidate);
            using var keys = KeyRing.Open(options, databaseExists: true, readOnly: true, time);
            var verified = Verify(request, keys, candidate);
            var changes = RestoreComparison.Run(options.DatabasePath, candidate, verified.Seal == SealState.Fits);
            cancellationToken.ThrowIfCancellationRequested();
            return new(held, candidate, changes, () => ApplyAsync(request, held, candidate, verified, changes, time));
        }
        catch (Exception fault)
        {
            Remove(candidate);
            held.Dispose();
            if (fault is IOException or UnauthorizedAccessException)
                throw IoFaults.Explain(fault, candidate);
            if (StoreFaults.IsDatabase(fault))
                throw StoreFaults.Explain(fault, Path.GetFullPath(request.File));
            throw;
        }
    }

    /// <summary>Verifies a copy of a backup while the store is in use, and says what a restore would change; nothing is changed.</summary>
    public static RestoreChanges Inspect(RestoreRequest request, KeyStore keys, CancellationToken cancellationToken)
    {
        var database = request.Options.DatabasePath;
        var copy = database + ".inspecting";
        try
        {
            Remove(copy);
            var verified = Verify(request, keys, copy);
            cancellationToken.ThrowIfCancellationRequested();
            return RestoreComparison.Run(database, copy, verified.Seal == SealState.Fits);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, copy);
        }
        catch (Exception fault) when (StoreFaults.IsDatabase(fault))
        {
            throw StoreFaults.Explain(fault, Path.GetFullPath(request.File));
        }
        finally
        {
            Remove(copy);
        }
    }

    private static async Task<RestoreReport> ApplyAsync(
        RestoreRequest request, StoreLock held, string candidate, Verified verified, RestoreChanges changes, TimeProvider time)
    {
        string? kept;
        try
        {
            kept = await KeepAsync(request.Options, time);
            DurableFile.Move(candidate, request.Options.DatabasePath);
        }
        catch (Exception fault)
        {
            held.Dispose();
            if (fault is IOException or UnauthorizedAccessException)
                throw IoFaults.Explain(fault, candidate);
            throw;
        }

        await using var store = await StoreOpening.LockedAsync(
            request.Options,
            held,
            new(request.By, Path.GetFileName(request.File), request.DropUnreadable, changes),
            time,
            people: null,
            CancellationToken.None);
        var status = await store.StatusAsync(CancellationToken.None);
        return new(kept, status.People, verified.Erased, verified.Lost, status.UnusedKeys, changes);
    }

    /// <summary>Copies the backup beside the database and checks the copy: what is verified is what is put in place.</summary>
    private static Verified Verify(RestoreRequest request, KeyStore keys, string candidate)
    {
        using (var from = OpenBackup(request.File))
        {
            CheckRoom(request, from.Length);
            DurableFile.Write(candidate, []);
            using var to = new FileStream(candidate, FileMode.Open, FileAccess.Write);
            Copy(from, to, from.Length);
            to.Flush(flushToDisk: true);
        }

        var seal = BackupSeal.Strip(candidate, keys);
        var file = Path.GetFullPath(request.File);
        try
        {
            DatabaseFile.Verify(candidate, thorough: true);
            if (DatabaseFile.StoreOf(candidate) is not { } store)
                throw new StoreException(StoreFault.Foreign, $"{file} holds no kiosk's store: name a file that backup wrote.");
            if (store != keys.Store)
                throw new StoreException(
                    StoreFault.KeyWrong,
                    $"{file} belongs to the key store {store:N}, and {request.Options.KeyStorePath} is {keys.Store:N}: put its own key store and master key in place first.");
            RefuseUnsealed(request, seal, file);
            return CheckKeys(request, keys, candidate, seal);
        }
        catch (StoreException fault) when (fault.Message.Contains(candidate, StringComparison.Ordinal))
        {
            throw new StoreException(fault.Fault, fault.Message.Replace(candidate, file, StringComparison.Ordinal), fault);
        }
    }

    private static void RefuseUnsealed(RestoreRequest request, SealState seal, string file)
    {
        if (seal == SealState.Broken)
            throw new StoreException(
                StoreFault.Altered, $"{file} was changed after the kiosk wrote it: its seal does not fit. Restore another backup; nothing was changed.");
        if (seal == SealState.Missing && !request.AllowUnsealed)
            throw new StoreException(
                StoreFault.Altered,
                $"{file} carries no seal: an older version wrote it, or somebody changed it. If you know that nobody else could write to it, "
                + "add --unsealed and look through what it changes; nothing was changed.");
    }

    private static FileStream OpenBackup(string file)
    {
        try
        {
            return RegularFile.Open(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.NotFound, $"The backup {file} cannot be read by this user: {fault.Message}", fault);
        }
    }

    // As much as it was when the room for it was looked for: a device or a file that grows never ends.
    private static void Copy(FileStream from, FileStream to, long length)
    {
        var buffer = new byte[128 * 1024];
        while (length > 0 && from.Read(buffer, 0, (int)Math.Min(buffer.Length, length)) is var read and > 0)
        {
            to.Write(buffer, 0, read);
            length -= read;
        }
    }

    // The copy of the backup and the one of the database before lie beside the record of events.
    private static void CheckRoom(RestoreRequest request, long backup)
    {
        var database = request.Options.DatabasePath;
        var folder = Path.GetDirectoryName(database)!;
        DiskReserve.Require(folder, folder, backup + DatabaseFile.Size(database), "the restore", "Remove older backups and databases that earlier restores kept (*.before-restore-*), or other files there.");
    }

    private static void Remove(string candidate)
    {
        foreach (var side in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(candidate + side);
    }

    private static Verified CheckKeys(RestoreRequest request, KeyStore keys, string candidate, SealState seal)
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
        if (lost.Count > 0 && !request.DropUnreadable)
            throw Recovery.Lost(request.Options, lost.Count, people.Count);
        return new(people.Count(id => keys.State(id) == KeyState.Destroyed && !lost.Contains(id)), lost.Count, seal);
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

    private static async Task<string?> KeepAsync(StoreOptions options, TimeProvider time)
    {
        var database = options.DatabasePath;
        if (!StoreOptions.HasContent(database))
            return null;
        await EmptyLogAsync(database);
        var kept = string.Create(
            CultureInfo.InvariantCulture, $"{database}.before-restore-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        for (var number = 2; File.Exists(kept); number++)
            kept = string.Create(CultureInfo.InvariantCulture, $"{database}.before-restore-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{number}");
        try
        {
            File.Copy(database, kept);
            using var handle = File.OpenHandle(kept, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        catch
        {
            File.Delete(kept);
            throw;
        }

        // With its log beside it, it is not yet the whole database.
        if (!StoreOptions.HasContent(database + "-wal"))
        {
            using var keys = KeyRing.Open(options, databaseExists: true, readOnly: true, time);
            BackupSeal.TryAppend(kept, keys);
        }

        // A damaged database's logs, which could not be emptied, must never be played into the restored file.
        foreach (var log in (string[])["-wal", "-journal"])
            if (File.Exists(database + log))
                File.Move(database + log, kept + log);
        File.Delete(database + "-shm");
        DurableFile.FlushFolder(Path.GetDirectoryName(database)!);
        return kept;
    }

    // While somebody reads, the log holds what the file does not: between two renames a power cut would leave neither whole.
    private static async Task EmptyLogAsync(string database)
    {
        for (var attempt = 1; !DatabaseFile.Checkpoint(database); attempt++)
        {
            if (attempt == Attempts)
                throw new StoreException(StoreFault.Locked, $"Another program reads {database}: end it and restore again; nothing was changed.");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private readonly record struct Verified(int Erased, int Lost, SealState Seal);
}
