using System.Security.Cryptography;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Transactions;

/// <summary>What the parts of an open store share, and the one way to write.</summary>
internal sealed class StoreCore : IDisposable
{
    public StoreCore(StoreOptions options, Database database, KeyStore keys, AuditHead head, TimeProvider time)
    {
        (Options, Database, Keys, Head, Time) = (options, database, keys, head, time);
        Clock = new(this);
        Inbox = new(this);
    }

    public StoreOptions Options { get; }

    public Database Database { get; }

    public KeyStore Keys { get; }

    public AuditHead Head { get; }

    public TimeProvider Time { get; }

    /// <summary>How far the clock can be trusted.</summary>
    public SiteClock Clock { get; }

    /// <summary>Audit entries that were left beside a running kiosk.</summary>
    public AuditInbox Inbox { get; }

    /// <summary>Who follows the people in memory; null while nobody does.</summary>
    public IPeopleCache? People { get; set; }

    public Action<StoreChangedEventArgs>? Changed { get; set; }

    public Task<T> ReadAsync<T>(Func<KioskDb, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        Database.ReadAsync(read, cancellationToken);

    /// <summary>
    /// One transaction. Order of durability: new keys, destroyed keys (<see cref="UnitOfWork.BeforeCommit"/>), the commit,
    /// the audit's anchor. A kill anywhere leaves all or nothing, or a destruction that the next start finishes.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<UnitOfWork, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        Database.WriteAsync(
            async (db, token) =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var work = new UnitOfWork(db, Head, Clock.Read().Stamp);
                var result = await write(work, token);
                await db.SaveChangesAsync(token);
                var touched = work.Changes.Where(change => change.Value != StoreChangeKind.Removed)
                    .Select(change => change.Key.Value)
                    .ToList();
                StoreKeys(work.NewKeys);
                var refresh = People is null || touched.Count == 0 ? null : await People.ReadAsync(db, touched, token);
                work.BeforeCommit?.Invoke();
                try
                {
                    await transaction.CommitAsync(CancellationToken.None);
                }
                catch (SqliteException fault) when (work.BeforeCommit is not null)
                {
                    throw Unfinished(work, fault);
                }

                Head.Commit(work.Head);
                refresh?.Invoke();
                Announce(work);
                return result;
            },
            cancellationToken);

    public Task WriteAsync(Func<UnitOfWork, CancellationToken, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async (work, token) =>
        {
            await write(work, token);
            return true;
        },
        cancellationToken);

    /// <summary>Adds an audit entry, or leaves it for the kiosk beside where the store is open for reading only; durable on completion.</summary>
    /// <exception cref="StoreException">Neither can be done: what it is about must not be.</exception>
    public Task RecordAsync(string actor, string action, string? subject, object? details, CancellationToken cancellationToken)
    {
        if (!Database.ReadOnly)
            return WriteAsync((work, _) => Task.FromResult(work.Audit(actor, action, subject, details)), cancellationToken);
        Inbox.Leave(actor, action, subject, details);
        return Task.CompletedTask;
    }

    /// <summary>Refuses what can wait where it would take the part of the disk that is kept for events.</summary>
    /// <exception cref="StoreException">There is not enough room.</exception>
    public void RequireRoom(long bytes, string what)
    {
        var folder = Path.GetDirectoryName(Database.Path)!;
        DiskReserve.Require(folder, folder, bytes, what, "Remove older backups or other files there.");
    }

    public void Dispose()
    {
        Database.Dispose();
        Keys.Dispose();
    }

    private void StoreKeys(List<NewKey> newKeys)
    {
        if (newKeys.Count == 0)
            return;
        Keys.Add(newKeys);
        newKeys.ForEach(key => CryptographicOperations.ZeroMemory(key.Key));
    }

    /// <summary>Keys are gone, and the rows could not follow (a full disk): whoever listens must not go on using them.</summary>
    private StoreException Unfinished(UnitOfWork work, SqliteException fault)
    {
        Announce(work);
        var cause = StoreFaults.Explain(fault, Database.Path);
        return new(
            cause.Fault,
            $"The keys were changed for good, but {Database.Path} could not be written (SQLite error {fault.SqliteErrorCode}): "
            + "make room or mend the disk, then repeat the command; the next start finishes it too.",
            fault);
    }

    private void Announce(UnitOfWork work)
    {
        foreach (var (person, kind) in work.Changes)
        {
            if (kind == StoreChangeKind.Removed)
                People?.Remove(person);
        }

        foreach (var (person, kind) in work.Changes)
            Changed?.Invoke(new(person, kind));
    }
}
