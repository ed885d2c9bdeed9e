using System.Diagnostics;
using AccessKiosk.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Sqlite;

/// <summary>The SQLite file: its connections, one writer at a time, and its faults in plain words.</summary>
internal sealed class Database : IDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly DbContextOptions<KioskDb> _options;
    private readonly SqliteConnectionStringBuilder _connection;
    private readonly TimeSpan _busyTimeout;
    private bool _logIsDue;

    public Database(string path, TimeSpan busyTimeout, bool readOnly)
    {
        Path = path;
        _busyTimeout = busyTimeout;
        ReadOnly = readOnly;
        _connection = new()
        {
            DataSource = path,
            // Reading beside a running kiosk still needs the write-ahead log's shared index: query_only forbids the rest.
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Ceiling(busyTimeout.TotalSeconds),
        };
        _options = new DbContextOptionsBuilder<KioskDb>()
            .UseSqlite(_connection.ConnectionString)
            .AddInterceptors(new ConnectionSetup(readOnly))
            .Options;
    }

    public string Path { get; }

    public bool ReadOnly { get; }

    public KioskDb Open() => new(_options);

    /// <summary>Runs a query off the caller's thread: SQLite blocks while the disk works.</summary>
    public Task<T> ReadAsync<T>(Func<KioskDb, CancellationToken, Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var db = Open();
                return await read(db, cancellationToken);
            }
            catch (Exception fault) when (StoreFaults.IsDatabase(fault))
            {
                throw StoreFaults.Explain(fault, Path);
            }
        },
        cancellationToken);

    /// <summary>Runs alone among writers, off the caller's thread.</summary>
    public Task<T> WriteAsync<T>(Func<KioskDb, CancellationToken, Task<T>> write, CancellationToken cancellationToken) => AloneAsync(
        async (db, token) =>
        {
            var written = await write(db, token);
            if (_logIsDue)
                await TryEmptyLogAsync(db);
            return written;
        },
        cancellationToken);

    /// <summary>
    /// Empties the write-ahead log into the file, so that nothing deleted lingers there. Whoever reads meanwhile keeps it
    /// from that: it is tried for as long as the store waits for others, and then again after each write.
    /// </summary>
    public async Task TruncateLogAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await AloneAsync(EmptyLogAsync, cancellationToken) && Stopwatch.GetElapsedTime(began) < _busyTimeout)
            await Task.Delay(RetryEvery, cancellationToken);
    }

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection.ConnectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }

    private async Task<T> AloneAsync<T>(Func<KioskDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (ReadOnly)
            throw new StoreException(StoreFault.ReadOnly, "The store is open for reading only.");
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(work, cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    private async Task<bool> EmptyLogAsync(KioskDb db, CancellationToken cancellationToken)
    {
        _logIsDue = true;
        await db.Database.OpenConnectionAsync(cancellationToken);
        // That somebody reads is told in the first column, not as a fault.
        _logIsDue = DatabaseFile.Scalar((SqliteConnection)db.Database.GetDbConnection(), "PRAGMA wal_checkpoint(TRUNCATE)") is not 0L;
        return !_logIsDue;
    }

    private async Task TryEmptyLogAsync(KioskDb db)
    {
        try
        {
            await EmptyLogAsync(db, CancellationToken.None);
        }
        catch (SqliteException)
        {
            // The write itself is done; the log stays due.
        }
    }
}
