using System.Security.Cryptography;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Transactions;

/// <summary>What the parts of an open store share, and the one way to write.</summary>
internal sealed class StoreCore(StoreOptions options, Database database, KeyStore keys, AuditHead head, TimeProvider time) : IDisposable
{
    public StoreOptions Options => options;

    public Database Database => database;

    public KeyStore Keys => keys;

    public AuditHead Head => head;

    public TimeProvider Time => time;

    /// <summary>Who follows the people in memory; null while nobody does.</summary>
    public IPeopleCache? People { get; set; }

    public Action<StoreChangedEventArgs>? Changed { get; set; }

    public Task<T> ReadAsync<T>(Func<KioskDb, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        database.ReadAsync(read, cancellationToken);

    /// <summary>
    /// One transaction. Order of durability: new keys, destroyed keys (<see cref="UnitOfWork.BeforeCommit"/>), the commit,
    /// the audit's anchor. A kill anywhere leaves all or nothing, or a destruction that the next start finishes.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<UnitOfWork, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (db, token) =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                var work = new UnitOfWork(db, head, time.GetUtcNow());
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

                head.Commit(work.Head);
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

    public void Dispose()
    {
        database.Dispose();
        keys.Dispose();
    }

    private void StoreKeys(List<NewKey> newKeys)
    {
        if (newKeys.Count == 0)
            return;
        keys.Add(newKeys);
        newKeys.ForEach(key => CryptographicOperations.ZeroMemory(key.Key));
    }

    /// <summary>Keys are gone, and the rows could not follow (a full disk): whoever listens must not go on using them.</summary>
    private StoreException Unfinished(UnitOfWork work, SqliteException fault)
    {
        Announce(work);
        var cause = StoreFaults.Explain(fault, database.Path);
        return new(
            cause.Fault,
            $"The keys were changed for good, but {database.Path} could not be written (SQLite error {fault.SqliteErrorCode}): "
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
