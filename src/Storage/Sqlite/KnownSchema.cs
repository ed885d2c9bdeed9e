using AccessKiosk.Storage.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Sqlite;

/// <summary>What a kiosk's database may be made of. A trigger or view that somebody put in would act with the kiosk's rights.</summary>
internal static class KnownSchema
{
    private static readonly Lazy<HashSet<string>> Names = new(Read);

    /// <summary>Refuses triggers, views, computed columns, and tables and indexes that no version of the kiosk makes.</summary>
    /// <exception cref="StoreException">One is there; it is named.</exception>
    public static void RefuseOthers(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type, name, tbl_name, sql FROM sqlite_master";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (type, name) = (reader.GetString(0), reader.GetString(1));
            if (!IsKnown(type, name, reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3)))
                throw Altered(path, type, name);
        }

        // A column that computes its value says something else than what was written into it.
        if (DatabaseFile.Scalar(connection, "SELECT x.name FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND x.hidden > 1") is string computed)
            throw Altered(path, "computed column", computed);
    }

    private static StoreException Altered(string path, string type, string name) => new(
        StoreFault.Altered,
        $"{path} holds the {type} \"{Shown(name)}\", which no version of the kiosk makes: somebody changed the file. Restore a backup from before; nothing was changed.");

    private static bool IsKnown(string type, string name, string table, string? sql) => type switch
    {
        // A virtual table runs code of its own under any name.
        "table" => Names.Value.Contains(name) && sql?.StartsWith("CREATE TABLE", StringComparison.Ordinal) == true,
        "index" => Names.Value.Contains(table) && (sql is null || Names.Value.Contains(name)),
        _ => false,
    };

    private static string Shown(string name) => new([.. name.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private static HashSet<string> Read()
    {
        using var db = new KioskDbDesign().CreateDbContext([]);
        return
        [
            "__EFMigrationsHistory", "__EFMigrationsLock", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4",
            .. db.Model.GetEntityTypes().Select(type => type.GetTableName()!),
            .. db.Model.GetEntityTypes().SelectMany(type => type.GetIndexes()).Select(index => index.GetDatabaseName()!),
        ];
    }
}
