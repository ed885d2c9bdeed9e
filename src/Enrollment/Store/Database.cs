using AccessKiosk.Enrollment.Store.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Enrollment.Store;

/// <summary>The SQLite file: its connections, one writer at a time, and its faults in plain words.</summary>
internal sealed class Database : IDisposable
{
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly DbContextOptions<KioskDb> _options;
    private readonly SqliteConnectionStringBuilder _connection;

    public Database(string path, TimeSpan busyTimeout, bool readOnly)
    {
        Path = path;
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
    public async Task<T> WriteAsync<T>(Func<KioskDb, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (ReadOnly)
            throw new StoreException(StoreFault.ReadOnly, "The store is open for reading only.");
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(write, cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Empties the write-ahead log into the file, so that nothing deleted lingers there.</summary>
    public async Task TruncateLogAsync(CancellationToken cancellationToken) =>
        await WriteAsync(
            async (db, token) => await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", token),
            cancellationToken);

    public void Dispose()
    {
        using var connection = new SqliteConnection(_connection.ConnectionString);
        SqliteConnection.ClearPool(connection);
        _writer.Dispose();
    }
}
