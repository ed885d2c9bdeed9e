using System.Net.Sockets;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Lifecycle;
using AccessKiosk.Storage.Sqlite;

namespace AccessKiosk.Storage.Tests.Lifecycle;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_taken_while_people_are_enrolled_is_whole_and_restores()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        BackupReport backup;
        await using (var store = await home.OpenAsync())
        {
            for (var i = 0; i < 10; i++)
                await home.EnrolAsync(store, $"Before {i}", i, 3);
            var busy = Task.Run(
                async () =>
                {
                    for (var i = 0; i < 20; i++)
                        await home.EnrolAsync(store, $"Meanwhile {i}", 100 + i, 3);
                },
                TestStore.Token);
            backup = await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
            await busy;
        }

        Assert.InRange(backup.People, 10, 30);
        Assert.Equal(3 * backup.People, backup.References);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(file, Assert.Single(Directory.EnumerateFiles(home.Directory, "b.db*")));

        var report = await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal((backup.People, 0, 0), (report.People, report.ErasedAgain, report.Dropped));
        Assert.True(File.Exists(report.KeptFile));
        await using (var again = await home.OpenAsync())
            Assert.Equal(backup.References, await again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));

        // And back again: the kept file is a backup too, and the keys of the later people were kept.
        var undo = await KioskStore.RestoreAsync(home.Options, report.KeptFile!, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal(30, undo.People);
        Assert.NotEqual(report.KeptFile, undo.KeptFile, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_reader_can_back_up_beside_a_running_kiosk()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A");
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        var backup = await reader.BackupAsync(Path.Combine(home.Directory, "b.db"), TestStore.By, cancellationToken: TestStore.Token);
        Assert.Equal((1, 2), (backup.People, backup.References));
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_when_asked()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var file = Path.Combine(home.Directory, "b.db");
        await File.WriteAllTextAsync(file, "precious", TestStore.Token);
        await TestStore.RefusedAsync(() => store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token), StoreFault.Conflict);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestStore.Token));
        await store.BackupAsync(file, TestStore.By, overwrite: true, TestStore.Token);
        await TestStore.RefusedAsync(
            () => store.BackupAsync(home.Database, TestStore.By, overwrite: true, TestStore.Token), StoreFault.Invalid);
        await TestStore.RefusedAsync(
            () => store.BackupAsync(Path.Combine(home.Directory, "no", "b.db"), TestStore.By, cancellationToken: TestStore.Token), StoreFault.NotFound);
    }

    [Theory]
    [InlineData("truncated", StoreFault.Damaged)]
    [InlineData("text", StoreFault.Foreign)]
    [InlineData("altered", StoreFault.Altered)]
    [InlineData("newer", StoreFault.Newer)]
    [InlineData("missing", StoreFault.NotFound)]
    [InlineData("another store's", StoreFault.KeyWrong)]
    [InlineData("empty", StoreFault.Foreign)]
    public async Task A_bad_backup_is_refused_and_the_database_stays(string what, StoreFault fault)
    {
        await using var home = new TestStore();
        await using var other = new TestStore();
        var file = Path.Combine(other.Directory, "b.db");
        var source = what == "another store's" ? other : home;
        await using (var store = await source.OpenAsync())
        {
            await home.EnrolAsync(store, "In the backup", 1, 50);
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        }

        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "Since then", 2);
        await SpoilAsync(file, what);

        var refusal = await TestStore.RefusedAsync(
            () => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token), fault);

        Assert.Contains("b.db", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(home.Directory), name => name.Contains("restor", StringComparison.Ordinal));
        await using var again = await home.OpenAsync();
        Assert.Single(again.People.Search("Since then"));
    }

    [Fact]
    public async Task A_restore_while_the_kiosk_runs_is_refused()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var file = Path.Combine(home.Directory, "b.db");
        await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        await TestStore.RefusedAsync(
            () => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token), StoreFault.Locked);
    }

    [Fact]
    public async Task A_lost_or_damaged_database_comes_back_from_its_backup()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A");
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        }

        await File.WriteAllTextAsync(home.Database, "garbage", TestStore.Token);
        await File.WriteAllTextAsync(home.Database + "-wal", "stale", TestStore.Token);
        var report = await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal(1, report.People);
        Assert.Equal("garbage", await File.ReadAllTextAsync(report.KeptFile!, TestStore.Token));
        File.Delete(home.Database);
        report = await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal((1, null), (report.People, report.KeptFile));
    }

    [Fact]
    public async Task People_whose_keys_an_escrowed_key_store_does_not_have_are_dropped_only_when_asked()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        byte[] escrow;
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "Escrowed");
            escrow = await ReadAsync(home.KeyStore);
            await home.EnrolAsync(store, "Later", 2);
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        }

        await File.WriteAllBytesAsync(home.KeyStore, escrow, TestStore.Token);
        await TestStore.RefusedAsync(
            () => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token), StoreFault.KeyMissing);
        var report = await KioskStore.RestoreAsync(
            home.Options, file, TestStore.By, dropUnreadable: true, home.Time, TestStore.Token);
        Assert.Equal((1, 1), (report.People, report.Dropped));
        await using var again = await home.OpenAsync();
        Assert.Equal("Escrowed", Assert.Single(again.People.List()).Name);
    }

    [Fact]
    public async Task A_person_whose_references_alone_have_no_key_keeps_a_backup_out_before_anything_is_changed()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        byte[] escrow;
        await using (var store = await home.OpenAsync())
        {
            var person = await store.People.AddAsync(new() { Name = "Added" }, TestStore.Granted, TestStore.By, TestStore.Token);
            escrow = await ReadAsync(home.KeyStore);
            await store.References.AddAsync(person.Id, [home.Reference(1)], null, TestStore.By, TestStore.Token);
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
            await home.EnrolAsync(store, "Since then", 2);
        }

        await File.WriteAllBytesAsync(home.KeyStore, escrow, TestStore.Token);
        var before = await ReadAsync(home.Database);
        await TestStore.RefusedAsync(
            () => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token), StoreFault.KeyMissing);
        Assert.Equal(before, await ReadAsync(home.Database));
        var report = await KioskStore.RestoreAsync(home.Options, file, TestStore.By, dropUnreadable: true, home.Time, TestStore.Token);
        Assert.Equal((0, 1), (report.People, report.Dropped));
    }

    [Fact]
    public async Task A_backup_that_cannot_be_opened_is_named_and_not_the_store()
    {
        await using var home = new TestStore();
        await (await home.OpenAsync()).DisposeAsync();
        var file = Path.Combine(home.Directory, "b.db");
        // A socket is opened as a file by nobody, not even by root, whom no mode stops.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(file));
        var refusal = await TestStore.RefusedAsync(
            () => KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token), StoreFault.NotFound);
        Assert.StartsWith($"The backup {file} cannot be read by this user", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_no_person_needs_are_counted_and_destroyed_only_when_asked()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        await using (var store = await home.OpenAsync())
        {
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
            await home.EnrolAsync(store, "Later");
        }

        var kept = (await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token)).KeptFile!;
        await using (var store = await home.OpenAsync())
        {
            Assert.Equal(2, (await store.StatusAsync(TestStore.Token)).UnusedKeys);
            Assert.Equal(2, await store.Privacy.DestroyUnusedKeysAsync(TestStore.By, TestStore.Token));
            Assert.Equal(0, (await store.StatusAsync(TestStore.Token)).UnusedKeys);
        }

        var report = await KioskStore.RestoreAsync(home.Options, kept, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal((0, 1), (report.People, report.ErasedAgain));
    }

    [Fact]
    public async Task Keys_made_since_a_restored_backup_are_told_at_an_erasure_and_can_be_destroyed()
    {
        await using var home = new TestStore();
        var file = Path.Combine(home.Directory, "b.db");
        PersonId person;
        await using (var store = await home.OpenAsync())
        {
            person = (await store.People.AddAsync(new() { Name = "Added" }, TestStore.Granted, TestStore.By, TestStore.Token)).Id;
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
            await store.References.AddAsync(person, [home.Reference(1)], null, TestStore.By, TestStore.Token);
        }

        var restored = await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token);
        Assert.Equal(1, restored.UnusedKeys);
        await using (var store = await home.OpenAsync())
        {
            Assert.Equal(1, (await store.Privacy.EraseAsync(person, TestStore.By, TestStore.Token)).UnusedKeys);
            Assert.Equal(KeyState.Live, KeyOf(restored.KeptFile!));
            Assert.Equal(1, await store.Privacy.DestroyUnusedKeysAsync(TestStore.By, TestStore.Token));
        }

        Assert.Equal(KeyState.Destroyed, KeyOf(restored.KeptFile!));

        KeyState KeyOf(string database)
        {
            using var connection = DatabaseFile.Connect(database);
            using var keys = KeyRing.Open(home.Options, databaseExists: true, readOnly: true, home.Time);
            return keys.State(Guid.Parse((string)DatabaseFile.Scalar(connection, "SELECT KeyId FROM \"references\"")!));
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, TestStore.Token);
        return bytes;
    }

    private static async Task SpoilAsync(string file, string what)
    {
        switch (what)
        {
            case "truncated":
                await using (var stream = File.OpenWrite(file))
                    stream.SetLength(stream.Length * 2 / 3);
                break;
            case "text":
                await File.WriteAllTextAsync(file, new string('x', 10_000), TestStore.Token);
                break;
            case "empty":
                await File.WriteAllBytesAsync(file, [], TestStore.Token);
                break;
            case "missing":
                File.Delete(file);
                break;
            case "newer":
                Sql(file, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')");
                break;
            case "altered":
                Sql(file, "UPDATE people SET Profile=zeroblob(length(Profile))");
                break;
        }
    }

    private static void Sql(string file, string sql)
    {
        using var connection = DatabaseFile.Connect(file);
        DatabaseFile.Scalar(connection, sql);
    }
}
