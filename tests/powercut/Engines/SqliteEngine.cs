using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>SQLite alone: one table, one row an operation, some of them changed or removed again. Control and comparison.</summary>
internal sealed class SqliteEngine(string name, string synchronous) : IEngine
{
    private const string File = "rows.db";

    public string Name => name;

    public bool IsControl { get; init; }

    public bool IsVolatile(string path) => path.EndsWith("-shm", StringComparison.Ordinal);

    public async Task WorkAsync(string folder, int seed, int count, Action<int> acknowledge, CancellationToken cancellationToken)
    {
        await using var connection = Open(folder, synchronous);
        for (var done = 0; ; done++)
        {
            acknowledge(done);
            if (done == count)
                return;
            await ApplyAsync(connection, seed, done, cancellationToken);
        }
    }

    public async Task<string?> CheckAsync(string folder, int seed, int acknowledged, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = Open(folder, synchronous);
            if (Scalar(connection, "PRAGMA integrity_check(1)") is not "ok")
                return "the file is damaged";
            var rows = Rows(connection);
            var fits = Enumerable.Range(Math.Max(acknowledged, 0), 2).FirstOrDefault(done => rows.SequenceEqual(Expected(seed, done)), -1);
            if (fits < 0)
                return $"{acknowledged} operations were acknowledged; {rows.Count} rows are there, which are those of none or another number";
            await ApplyAsync(connection, seed, fits, cancellationToken);
            return Rows(connection).SequenceEqual(Expected(seed, fits + 1)) ? null : "the next write went wrong";
        }
        catch (SqliteException fault)
        {
            return fault.Message;
        }
    }

    private static SqliteConnection Open(string folder, string synchronous)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, File), Pooling = false }.ConnectionString);
        connection.Open();
        Scalar(connection, "PRAGMA journal_mode=WAL");
        Scalar(connection, "PRAGMA synchronous=" + synchronous);
        Scalar(connection, "CREATE TABLE IF NOT EXISTS lines (number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        return connection;
    }

    private static async Task ApplyAsync(SqliteConnection connection, int seed, int operation, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        // A transaction of several pages: rows far apart change together.
        command.CommandText =
            "BEGIN; INSERT INTO lines VALUES ($number, $text); UPDATE lines SET text=$text WHERE number=$number/2;"
            + " DELETE FROM lines WHERE number=$number/3 AND number%5=0; COMMIT";
        command.Parameters.AddWithValue("$number", operation);
        command.Parameters.AddWithValue("$text", Text(seed, operation));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<(long, string)> Expected(int seed, int done)
    {
        var rows = new SortedDictionary<long, string>();
        for (var operation = 0; operation < done; operation++)
        {
            rows[operation] = Text(seed, operation);
            if (rows.ContainsKey(operation / 2))
                rows[operation / 2] = Text(seed, operation);
            if (operation / 3 % 5 == 0)
                rows.Remove(operation / 3);
        }

        return rows.Select(row => (row.Key, row.Value));
    }

    private static string Text(int seed, int operation)
    {
        var random = new Random(unchecked(seed * 31 + operation));
        return string.Create(CultureInfo.InvariantCulture, $"{operation} ") + new string((char)('a' + random.Next(26)), random.Next(2000));
    }

    private static List<(long Number, string Text)> Rows(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, text FROM lines ORDER BY number";
        using var reader = command.ExecuteReader();
        var rows = new List<(long, string)>();
        while (reader.Read())
            rows.Add((reader.GetInt64(0), reader.GetString(1)));
        return rows;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
