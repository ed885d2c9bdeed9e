using Microsoft.Data.Sqlite;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>Overwrites a kiosk's database with noise while it runs, and puts it back in the end.</summary>
internal sealed class SpoiltDatabase : IDisposable
{
    private readonly string _path;
    private readonly byte[] _whole;

    public SpoiltDatabase(string path)
    {
        _path = path;
        SqliteConnection.ClearAllPools();
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }

        _whole = File.ReadAllBytes(path);
        var noise = new byte[_whole.Length];
        new Random(1).NextBytes(noise);
        Write(noise);
    }

    public void Dispose() => Write(_whole);

    private void Write(byte[] content)
    {
        SqliteConnection.ClearAllPools();
        File.WriteAllBytes(_path, content);
        SqliteConnection.ClearAllPools();
    }
}
