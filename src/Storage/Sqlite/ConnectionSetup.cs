using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AccessKiosk.Storage.Sqlite;

/// <summary>What every connection must have set before its first statement.</summary>
internal sealed class ConnectionSetup(bool readOnly) : DbConnectionInterceptor
{
    // synchronous=FULL: a commit is on the disk before it is acknowledged. secure_delete: deleted content is zeroed.
    private const string Pragmas =
        "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    private void Set(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        // Set both ways: the pool may hand over a connection that was set otherwise.
        command.CommandText = Pragmas + (readOnly ? "PRAGMA query_only=ON;" : "PRAGMA query_only=OFF;");
        command.ExecuteNonQuery();
    }
}
