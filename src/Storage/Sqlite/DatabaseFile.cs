using System.Globalization;
using System.Reflection;
using AccessKiosk.Storage.Files;
using AccessKiosk.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AccessKiosk.Storage.Sqlite;

/// <summary>Looks at a SQLite file before it is trusted, and brings an older one up to date.</summary>
internal static class DatabaseFile
{
    // "AKsk": SQLite's application id, so that another program's database is not taken for a kiosk's.
    private const long ApplicationId = 0x414B736B;

    /// <summary>Makes the empty file for its owner alone.</summary>
    public static void MakePrivate(string path)
    {
        if (File.Exists(path))
            return;
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        DurableFile.Write(path, []);
    }

    /// <summary>Refuses a database that is foreign, newer or damaged, or holds a trigger, view or table that is not the kiosk's.</summary>
    /// <param name="path">The file.</param>
    /// <param name="thorough">Checks the indexes too (<c>integrity_check</c>), for a restore.</param>
    public static void Verify(string path, bool thorough)
    {
        try
        {
            using var connection = Connect(path);
            if (IsBlank(connection))
                return;
            if (Scalar(connection, "PRAGMA application_id") is not ApplicationId)
                throw new StoreException(
                    StoreFault.Foreign, $"{path} is another program's database: name the right file or restore a backup.");
            RefuseNewer(connection, path);
            if (Scalar(connection, thorough ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)") is not "ok")
                throw StoreFaults.Damaged(path);
            KnownSchema.RefuseOthers(connection, path);
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Explain(fault, path);
        }
    }

    /// <summary>Creates or migrates the tables. Every migration is one transaction: a kill leaves the version before.</summary>
    public static async Task MigrateAsync(Database database, CancellationToken cancellationToken)
    {
        using (var connection = Connect(database.Path))
        {
            if (IsBlank(connection))
                Scalar(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={ApplicationId}"));
            Scalar(connection, "PRAGMA journal_mode=WAL");
            // A process killed while migrating leaves EF's own lock behind; ours is held, so nobody else migrates.
            if (Scalar(connection, "SELECT 1 FROM sqlite_master WHERE name='__EFMigrationsLock'") is not null)
                Scalar(connection, "DELETE FROM \"__EFMigrationsLock\"");
        }

        await using var db = database.Open();
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Which store a database belongs to; null while it is new.</summary>
    public static Guid? StoreOf(string path)
    {
        using var connection = Connect(path);
        return Scalar(connection, "SELECT 1 FROM sqlite_master WHERE name='store'") is null
            || Scalar(connection, "SELECT Store FROM store") is not string text
                ? null
                : Guid.Parse(text);
    }

    /// <summary>Empties the write-ahead log into the file; quietly, where the file is past that.</summary>
    /// <returns>False while a reader keeps the log of a sound file from being emptied.</returns>
    public static bool Checkpoint(string path)
    {
        try
        {
            using var connection = Connect(path);
            return Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)") is not 1L;
        }
        catch (SqliteException)
        {
            // A damaged file is set aside with its log.
            return true;
        }
    }

    /// <summary>Bytes of a database and its log; 0 where there is none.</summary>
    public static long Size(string path) => new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static bool IsBlank(SqliteConnection connection) => Scalar(connection, "SELECT count(*) FROM sqlite_master") is 0L;

    private static void RefuseNewer(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "SELECT 1 FROM sqlite_master WHERE name='__EFMigrationsHistory'") is null)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM \"__EFMigrationsHistory\" ORDER BY MigrationId";
        using var reader = command.ExecuteReader();
        var known = Known();
        while (reader.Read())
        {
            if (!known.Contains(reader.GetString(0)))
                throw new StoreException(
                    StoreFault.Newer,
                    $"{path} was written by a newer version ({reader.GetString(0)}): install that version or restore an older backup; nothing was changed.");
        }
    }

    private static HashSet<string> Known() =>
    [
        .. typeof(KioskDb).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>(),
    ];
}
