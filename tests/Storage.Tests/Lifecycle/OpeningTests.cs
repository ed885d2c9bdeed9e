using AccessKiosk.Storage.Events;
using System.Diagnostics;

namespace AccessKiosk.Storage.Tests.Lifecycle;

public sealed class OpeningTests
{
    [Fact]
    public async Task The_first_start_makes_keys_and_database_for_their_owner_alone()
    {
        await using var home = new TestStore(Path.Combine(Directory.CreateTempSubdirectory("store-").FullName, "data"));
        await using (await home.OpenAsync())
        {
            foreach (var file in (string[])[home.Database, home.KeyStore, home.MasterKey, home.Database + "-wal"])
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home.Directory));
        }
    }

    [Fact]
    public async Task A_second_kiosk_on_the_same_store_is_refused_and_the_first_goes_on()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var refusal = await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.Locked);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        await home.EnrolAsync(store, "A");
    }

    [Fact]
    public async Task A_reader_sees_the_running_kiosks_people_and_cannot_write()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A");
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        Assert.Equal("A", reader.People.Find(person.Id)?.Name);
        Assert.Equal(2, await reader.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
        Assert.True((await reader.Audit.VerifyAsync(TestStore.Token)).IsSound);
        await TestStore.RefusedAsync(() => home.EnrolAsync(reader, "B"), StoreFault.ReadOnly);
        await TestStore.RefusedAsync(
            () => reader.Events.AppendAsync(new() { At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "d" }, TestStore.Token), StoreFault.ReadOnly);
        await home.EnrolAsync(store, "C", 3);
    }

    [Fact]
    public async Task Readers_open_soundly_while_the_kiosk_writes_erases_and_rotates()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "First");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Token);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    var person = await home.EnrolAsync(store, $"Person {i}", i);
                    if (i % 2 == 0)
                        await store.Privacy.EraseAsync(person.Id, TestStore.By, TestStore.Token);
                    if (i % 5 == 0)
                        await store.RotateKeysAsync(TestStore.By, cancellationToken: TestStore.Token);
                }
            },
            TestStore.Token);
        for (var i = 0; i < 25; i++)
        {
            await using var reader = await home.OpenAsync(StoreAccess.Read);
            Assert.NotEmpty(reader.People.List());
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task Reading_before_the_first_start_says_so_and_makes_nothing()
    {
        await using var home = new TestStore();
        await TestStore.RefusedAsync(() => home.OpenAsync(StoreAccess.Read), StoreFault.DatabaseMissing);
        Assert.Empty(Directory.EnumerateFileSystemEntries(home.Directory));
    }

    [Fact]
    public async Task A_wrong_master_key_is_refused_and_nothing_is_changed()
    {
        await using var home = await WithOnePersonAsync();
        var right = await File.ReadAllTextAsync(home.MasterKey, TestStore.Token);
        var before = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        await File.WriteAllTextAsync(home.MasterKey, new string('0', 64), TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyWrong);
        await File.WriteAllTextAsync(home.MasterKey, "not a key", TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyWrong);
        Assert.Equal(before, await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token));
        await File.WriteAllTextAsync(home.MasterKey, right, TestStore.Token);
        await AssertOnePersonAsync(home);
    }

    [Fact]
    public async Task A_missing_master_key_or_key_store_is_refused_and_never_made_anew()
    {
        await using var home = await WithOnePersonAsync();
        foreach (var file in (string[])[home.MasterKey, home.KeyStore])
        {
            File.Move(file, file + ".away");
            await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyMissing);
            Assert.False(File.Exists(file));
            File.Move(file + ".away", file);
        }

        await AssertOnePersonAsync(home);
    }

    [Fact]
    public async Task A_master_key_that_others_may_read_is_refused_with_the_cure()
    {
        await using var home = await WithOnePersonAsync();
        File.SetUnixFileMode(home.MasterKey, (UnixFileMode)0b110_100_000);
        var refusal = await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyExposed);
        Assert.Contains($"chmod 600 {home.MasterKey}", refusal.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(home.MasterKey, UnixFileMode.UserRead);
        await AssertOnePersonAsync(home);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(0.001)]
    public async Task A_truncated_database_is_refused_and_left_as_it_is(double share)
    {
        await using var home = await WithOnePersonAsync(references: 100);
        var length = (long)(new FileInfo(home.Database).Length * share);
        await using (var file = File.OpenWrite(home.Database))
            file.SetLength(length);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => home.OpenAsync());
        Assert.True(refusal.Fault is StoreFault.Damaged or StoreFault.Foreign, refusal.Message);
        Assert.Equal(length, new FileInfo(home.Database).Length);
    }

    [Fact]
    public async Task A_missing_or_empty_database_with_keys_is_refused_and_its_keys_are_kept()
    {
        await using var home = await WithOnePersonAsync();
        var keys = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        File.Move(home.Database, home.Database + ".away");
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.DatabaseMissing);
        await File.WriteAllBytesAsync(home.Database, [], TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.DatabaseMissing);
        Assert.Equal(keys, await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token));
        File.Move(home.Database + ".away", home.Database, overwrite: true);
        await AssertOnePersonAsync(home);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(128 * 4 + 60)]
    [InlineData(128 * 4)]
    [InlineData(0)]
    public async Task A_truncated_key_store_is_refused(int length)
    {
        await using var home = await WithOnePersonAsync();
        await using (var file = File.OpenWrite(home.KeyStore))
            file.SetLength(length);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => home.OpenAsync());
        Assert.True(refusal.Fault is StoreFault.Damaged or StoreFault.KeyMissing, $"{refusal.Fault}: {refusal.Message}");
        Assert.Equal(length, new FileInfo(home.KeyStore).Length);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_key_store_is_found()
    {
        await using var home = await WithOnePersonAsync();
        var bytes = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        var slots = bytes.Chunk(128).TakeWhile(slot => slot.Any(value => value != 0)).Count();
        Assert.True(slots >= 5);
        for (var position = 0; position < slots * 128; position += 7)
        {
            // The padding at each slot's end holds nothing.
            if (position % 128 >= (position < 128 ? 60 : 100))
                continue;
            var touched = (byte[])bytes.Clone();
            touched[position] ^= 4;
            await File.WriteAllBytesAsync(home.KeyStore, touched, TestStore.Token);
            var refusal = await Assert.ThrowsAsync<StoreException>(() => home.OpenAsync());
            Assert.True(refusal.Fault is StoreFault.Damaged or StoreFault.KeyWrong, refusal.Message);
        }

        await File.WriteAllBytesAsync(home.KeyStore, bytes, TestStore.Token);
        await AssertOnePersonAsync(home);
    }

    [Fact]
    public async Task A_newer_versions_database_is_refused_and_left_as_it_is()
    {
        await using var home = await WithOnePersonAsync();
        TestStore.Sql(home, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0')");
        var refusal = await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.Newer);
        Assert.Contains("29990101000000_Future", refusal.Message, StringComparison.Ordinal);
        TestStore.Sql(home, "DELETE FROM \"__EFMigrationsHistory\" WHERE MigrationId LIKE '2999%'");
        await AssertOnePersonAsync(home);
    }

    [Fact]
    public async Task Reading_a_store_whose_first_start_was_cut_short_says_so_and_the_next_start_makes_it_whole()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Only the keys are wanted.
        }

        foreach (var database in (byte[]?[])[null, []])
        {
            foreach (var file in Directory.EnumerateFiles(home.Directory, "kiosk.db*"))
                File.Delete(file);
            if (database is not null)
                await File.WriteAllBytesAsync(home.Database, database, TestStore.Token);
            var refusal = await TestStore.RefusedAsync(() => home.OpenAsync(StoreAccess.Read), StoreFault.DatabaseMissing);
            Assert.Contains("cut short", refusal.Message, StringComparison.Ordinal);
        }

        TestStore.Sql(home, "CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" TEXT PRIMARY KEY, \"ProductVersion\" TEXT NOT NULL); PRAGMA application_id=1095463787");
        var early = await TestStore.RefusedAsync(() => home.OpenAsync(StoreAccess.Read), StoreFault.DatabaseMissing);
        Assert.Contains("cut short", early.Message, StringComparison.Ordinal);
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A");
        await using var reader = await home.OpenAsync(StoreAccess.Read);
        Assert.Equal(1, reader.People.Count);
    }

    [Fact]
    public async Task Another_programs_database_and_another_file_are_refused_untouched()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Only the keys are wanted.
        }

        File.Delete(home.Database);
        TestStore.Sql(home, "CREATE TABLE someone_elses(x)");
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.Foreign);
        await File.WriteAllTextAsync(home.Database, new string('x', 5000), TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.Foreign);
        Assert.Equal(5000, new FileInfo(home.Database).Length);
    }

    [Fact]
    public async Task A_database_and_a_key_store_that_do_not_belong_together_are_refused()
    {
        await using var home = await WithOnePersonAsync();
        await using var other = await WithOnePersonAsync();
        File.Copy(other.Database, home.Database, overwrite: true);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyWrong);
    }

    [Fact]
    public async Task An_older_key_store_is_refused_and_its_newer_people_are_kept()
    {
        await using var home = await WithOnePersonAsync();
        var old = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        await using (var store = await home.OpenAsync())
            await home.EnrolAsync(store, "Newer", 2);
        var current = await File.ReadAllBytesAsync(home.KeyStore, TestStore.Token);
        await File.WriteAllBytesAsync(home.KeyStore, old, TestStore.Token);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.KeyMissing);
        await File.WriteAllBytesAsync(home.KeyStore, current, TestStore.Token);
        await using var again = await home.OpenAsync();
        Assert.Equal(2, again.People.Count);
    }

    [Fact]
    public async Task Rows_that_were_swapped_between_people_do_not_open()
    {
        await using var home = new TestStore();
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A", 1, 1);
            await home.EnrolAsync(store, "B", 2, 1);
        }

        TestStore.Sql(home, """
            CREATE TEMP TABLE t AS SELECT Id, Vector, KeyId FROM "references";
            UPDATE "references" SET Vector=(SELECT Vector FROM t WHERE t.Id<>"references".Id), KeyId=(SELECT KeyId FROM t WHERE t.Id<>"references".Id);
            """);
        await using var again = await home.OpenAsync();
        await TestStore.RefusedAsync(
            () => again.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token), StoreFault.Damaged);
    }

    [Fact]
    public async Task A_systemd_credential_is_the_master_key_where_there_is_one()
    {
        await using var home = new TestStore();
        var credentials = Directory.CreateTempSubdirectory("credentials-").FullName;
        var key = Path.Combine(credentials, StoreOptions.CredentialName);
        await File.WriteAllTextAsync(key, new string('7', 64) + "\n", TestStore.Token);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        // A process of its own: the environment belongs to every test.
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Storage.CrashHarness.dll"), home.Directory, "0" },
            Environment = { ["CREDENTIALS_DIRECTORY"] = credentials },
        })!;
        while (await process.StandardOutput.ReadLineAsync(TestStore.Token) is { } line && line != "ready")
        {
        }

        process.Kill();
        await process.WaitForExitAsync(TestStore.Token);
        Assert.False(File.Exists(home.MasterKey));
        home.Options.MasterKeyFile = key;
        await using var store = await home.OpenAsync();
        Assert.Equal(key, (await store.StatusAsync(TestStore.Token)).MasterKey);
        Directory.Delete(credentials, recursive: true);
    }

    [Fact]
    public void Options_report_every_fault_at_once()
    {
        var options = new StoreOptions { Directory = " ", BusyTimeout = TimeSpan.Zero };
        Assert.Equal(2, options.Faults().Count);
        Assert.Single(new StoreOptions { Directory = "/tmp/x", DatabaseFile = "/tmp/a", KeyStoreFile = "/tmp/a" }.Faults());
    }

    private static async Task<TestStore> WithOnePersonAsync(int references = 2)
    {
        var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "Only one", references: references);
        return home;
    }

    private static async Task AssertOnePersonAsync(TestStore home)
    {
        await using var store = await home.OpenAsync();
        Assert.Equal("Only one", Assert.Single(store.People.List()).Name);
        Assert.Equal(2, await store.References.LoadAsync(TestStore.Model, (_, _) => { }, TestStore.Token));
    }
}
