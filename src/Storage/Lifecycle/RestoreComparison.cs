using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>Compares who may do what in two databases, so that a restore brings nobody back unseen.</summary>
internal static class RestoreComparison
{
    private const string IsWebhook = "Channel = 'webhook'";

    // Key, name shown, what is shown of it, and what is compared without being shown.
    private static readonly (string Table, string Sql)[] Listed =
    [
        ("operator", "SELECT NameKey, Name, Role || CASE WHEN DisabledAt IS NULL THEN '' ELSE ', disabled' END, coalesce(Credential, '') FROM operators ORDER BY NameKey"),
        ("api_key", "SELECT Id, Name, Scopes || CASE WHEN RevokedAt IS NULL THEN '' ELSE ', revoked' END, hex(Hash) || coalesce(ExpiresAt, '') FROM api_keys ORDER BY Name, Id"),
        ("webhook", $"SELECT Id, Id, Kinds, Url || ' ' || Secret FROM webhooks WHERE {IsWebhook} ORDER BY Id"),
        ("notification", $"SELECT Id, Url, CASE Kinds WHEN '' THEN 'everything' ELSE Kinds END || coalesce(', while ' || Schedule || ' is on', '') || CASE IsPaused WHEN 0 THEN '' ELSE ', paused' END, coalesce(Language, '') FROM webhooks WHERE NOT {IsWebhook} ORDER BY Url, Id"),
        ("group", "SELECT NameKey, Name, (SELECT count(*) FROM memberships WHERE GroupId = groups.Id) || ' people', coalesce((SELECT group_concat(PersonId) FROM (SELECT PersonId FROM memberships WHERE GroupId = groups.Id ORDER BY PersonId)), '') FROM groups ORDER BY NameKey"),
        ("setting", "SELECT Name, Name, 'version ' || Version, Text FROM settings WHERE Name <> 'clock' ORDER BY Name"),
    ];

    // Too many, or too personal, to be listed one by one.
    private static readonly (string Table, string Sql)[] Counted =
    [
        ("people", "SELECT Id, hex(Profile) FROM people"),
        ("references", "SELECT Id, hex(Vector) FROM \"references\""),
        ("consents", "SELECT Id, Decision || TextVersion || TakenBy || At FROM consents"),
        ("calibrations", "SELECT Id, ModelHash || Json FROM calibrations"),
        ("remembered_access", "SELECT Kind || ' ' || Key, coalesce(PersonId, '') || Text FROM access_memory"),
    ];

    /// <summary>The differences between the database in place, if it can be read, and the backup.</summary>
    public static RestoreChanges Run(string database, string backup, bool isSealed)
    {
        using var then = DatabaseFile.Connect(backup);
        using var now = TryConnect(database);
        var lines = new List<RestoreChange>();
        foreach (var (table, sql) in Listed)
            lines.AddRange(Differences(table, now is null ? [] : List(now, sql), List(then, sql)));
        foreach (var (table, sql) in Counted)
        {
            if (Difference(table, now is null ? [] : Count(now, sql), Count(then, sql)) is { } change)
                lines.Add(change);
        }

        return new(now is not null, isSealed, lines);
    }

    private static SqliteConnection? TryConnect(string database)
    {
        if (!StoreOptions.HasContent(database))
            return null;
        try
        {
            DatabaseFile.Verify(database, thorough: false);
            return DatabaseFile.StoreOf(database) is null ? null : DatabaseFile.Connect(database);
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static IEnumerable<RestoreChange> Differences(string table, Dictionary<string, Row> now, Dictionary<string, Row> then)
    {
        foreach (var (key, row) in then)
        {
            if (!now.TryGetValue(key, out var present))
                yield return new(table, row.Name, null, row.Shown);
            else if (present != row)
                yield return new(
                    table, row.Name, present.Shown, string.Equals(present.Shown, row.Shown, StringComparison.Ordinal) ? $"{row.Shown}, with other content" : row.Shown);
        }

        foreach (var (key, row) in now)
        {
            if (!then.ContainsKey(key))
                yield return new(table, row.Name, row.Shown, null);
        }
    }

    private static RestoreChange? Difference(string table, Dictionary<string, string> now, Dictionary<string, string> then)
    {
        var back = then.Keys.Count(key => !now.ContainsKey(key));
        var gone = now.Keys.Count(key => !then.ContainsKey(key));
        var other = then.Count(row => now.TryGetValue(row.Key, out var present) && !string.Equals(present, row.Value, StringComparison.Ordinal));
        return back + gone + other == 0
            ? null
            : new(
                table,
                table,
                now.Count.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{then.Count}: {back} come back, {gone} go, {other} differ"));
    }

    private static Dictionary<string, Row> List(SqliteConnection connection, string sql) =>
        Read(connection, HasChannels(connection) ? sql : Older(sql), reader => new Row(reader.GetString(1), reader.GetString(2), reader.GetString(3)));

    // An older version wrote the database: there were webhooks alone.
    private static string Older(string sql) => sql.Contains($"NOT {IsWebhook}", StringComparison.Ordinal)
        ? "SELECT Id, Id, Id, Id FROM webhooks WHERE 0"
        : sql.Replace(IsWebhook, "1", StringComparison.Ordinal);

    private static bool HasChannels(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pragma_table_info('webhooks') WHERE name = 'Channel'";
        return command.ExecuteScalar() is > 0L;
    }

    private static Dictionary<string, string> Count(SqliteConnection connection, string sql) =>
        Read(connection, sql, reader => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(reader.GetString(1)))));

    // By the first column.
    private static Dictionary<string, T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> row)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.Read())
            rows[reader.GetString(0)] = row(reader);
        return rows;
    }

    /// <summary>A row: its secrets are compared, never shown.</summary>
    private readonly record struct Row(string Name, string Shown, string Hidden);
}
