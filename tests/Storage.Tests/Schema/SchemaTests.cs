using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AccessKiosk.Storage.Tests.Schema;

public sealed class SchemaTests
{
    public static TheoryData<string> OlderVersions
    {
        get
        {
            using var db = new KioskDbDesign().CreateDbContext([]);
            // "0" is the blank file of a first start that was killed; the newest version is every other test.
            return [Migration.InitialDatabase, .. db.Database.GetMigrations().SkipLast(1)];
        }
    }

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task Every_older_version_is_brought_up_to_date_and_works(string version)
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Only the keys and the store's identity are wanted.
        }

        using (var database = new Database(home.Database, TimeSpan.FromSeconds(5), readOnly: false))
        {
            await using var db = database.Open();
            await db.GetService<IMigrator>().MigrateAsync(version, TestStore.Token);
        }

        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A");
        Assert.Equal(2, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
    }

    [Fact]
    public void The_migrations_say_what_the_model_says()
    {
        using var db = new KioskDbDesign().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add");
    }

    [Fact]
    public void Every_migration_is_one_transaction_so_that_a_power_cut_leaves_it_undone()
    {
        using var db = new KioskDbDesign().CreateDbContext([]);
        var migrations = db.GetService<IMigrationsAssembly>();
        foreach (var (id, type) in migrations.Migrations)
        {
            var migration = migrations.CreateMigration(type, db.Database.ProviderName!);
            var model = db.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true, validationLogger: null);
            var commands = db.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations, model);
            Assert.All(commands, command => Assert.False(command.TransactionSuppressed, $"{id} leaves its transaction for: {command.CommandText}"));
        }
    }

    [Fact]
    public async Task A_process_killed_while_migrating_does_not_block_the_next_start()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Made and closed.
        }

        TestStore.Sql(home, "INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2025-01-01')");
        await using var store = await home.OpenAsync();
        Assert.Equal(0, store.People.Count);
    }

    [Fact]
    public void The_same_model_makes_its_tables_on_PostgreSQL()
    {
        var options = new DbContextOptionsBuilder<KioskDb>().UseNpgsql("Host=nowhere").Options;
        using var db = new KioskDb(options);
        var script = db.Database.GenerateCreateScript();
        Assert.Equal(20, script.Split("CREATE TABLE").Length - 1);
        Assert.Contains("\"Vector\" bytea NOT NULL", script, StringComparison.Ordinal);
        Assert.Contains("\"PersonId\" uuid NOT NULL", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_committed_is_on_the_disk_and_what_is_deleted_is_zeroed()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        using var database = new Database(home.Database, TimeSpan.FromSeconds(5), readOnly: false);
        await using var db = database.Open();
        Assert.Equal("wal", await PragmaAsync<string>(db, "journal_mode"));
        Assert.Equal(2, await PragmaAsync<long>(db, "synchronous"));
        Assert.Equal(1, await PragmaAsync<long>(db, "secure_delete"));
        Assert.Equal(1, await PragmaAsync<long>(db, "foreign_keys"));
    }

    private static async Task<T> PragmaAsync<T>(KioskDb db, string name)
    {
        await db.Database.OpenConnectionAsync(TestStore.Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The names are the test's own.
        command.CommandText = "PRAGMA " + name;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(TestStore.Token))!;
    }
}
