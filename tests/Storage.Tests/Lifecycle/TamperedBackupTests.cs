using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Lifecycle;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage.Sqlite;

namespace AccessKiosk.Storage.Tests.Lifecycle;

/// <summary>A backup is taken only as the kiosk wrote it, and says what it would change.</summary>
public sealed class TamperedBackupTests
{
    private const string Operator = "INSERT INTO operators (Id, Name, NameKey, Role, CreatedAt) VALUES ('11111111-1111-1111-1111-111111111111', 'Mallory', 'mallory', 'Admin', 0)";
    private const string Trigger = "CREATE TRIGGER helper AFTER INSERT ON events BEGIN DELETE FROM audit; END";

    [Theory]
    [InlineData(Operator)]
    [InlineData("INSERT INTO api_keys (Id, Name, Hash, Scopes, CreatedBy, CreatedAt) VALUES ('11111111-1111-1111-1111-111111111111', 'k', x'00', 'all', 'x', 0)")]
    [InlineData("UPDATE store SET OpenedAt = OpenedAt + 1")]
    [InlineData("DELETE FROM settings")]
    [InlineData("PRAGMA user_version = 7")]
    [InlineData("VACUUM")]
    [InlineData(Trigger)]
    [InlineData("CREATE VIEW helper AS SELECT * FROM people")]
    [InlineData("CREATE TABLE helper (a)")]
    [InlineData("CREATE VIRTUAL TABLE helper USING fts5(a)")]
    [InlineData("CREATE INDEX helper ON people (CreatedAt)")]
    public async Task A_backup_that_somebody_changed_is_refused_and_nothing_is_changed(string sql)
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        Change(file, sql);
        var before = await File.ReadAllBytesAsync(home.Database, TestStore.Token);
        await RefusedAsync(home, file, allowUnsealed: false);
        Assert.Equal(before, await File.ReadAllBytesAsync(home.Database, TestStore.Token));
        Assert.DoesNotContain(Directory.EnumerateFiles(home.Directory), name => name.Contains("restor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Trigger)]
    [InlineData("CREATE VIEW helper AS SELECT * FROM people")]
    [InlineData("CREATE TABLE helper (a)")]
    [InlineData("CREATE INDEX helper ON people (CreatedAt)")]
    [InlineData("ALTER TABLE people ADD COLUMN Helper AS (length(Profile))")]
    [InlineData("DROP TABLE settings; CREATE VIRTUAL TABLE settings USING fts5(Name, Text)")]
    public async Task What_no_version_of_the_kiosk_makes_is_refused_in_a_backup_without_a_seal_and_in_the_store(string sql)
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        CutSeal(file);
        Change(file, sql);
        Assert.Contains("no version of the kiosk makes", (await RefusedAsync(home, file, allowUnsealed: true)).Message, StringComparison.Ordinal);

        Change(home.Database, sql);
        await TestStore.RefusedAsync(() => home.OpenAsync(), StoreFault.Altered);
        await TestStore.RefusedAsync(() => home.OpenAsync(StoreAccess.Read), StoreFault.Altered);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    [InlineData(-48)]
    [InlineData(-40)]
    [InlineData(-1)]
    public async Task A_single_byte_of_the_file_or_of_its_seal_is_enough(int at)
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        var bytes = await File.ReadAllBytesAsync(file, TestStore.Token);
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestStore.Token);
        await RefusedAsync(home, file, allowUnsealed: false);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7_777)]
    public async Task What_was_cut_off_or_put_behind_the_seal_is_refused(int length)
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        await File.AppendAllBytesAsync(file, new byte[1], TestStore.Token);
        await RefusedAsync(home, file, allowUnsealed: false);
        await using (var stream = new FileStream(file, FileMode.Open))
            stream.SetLength(length);
        await Assert.ThrowsAsync<StoreException>(() => PrepareAsync(home, file, allowUnsealed: true));
    }

    [Fact]
    public async Task A_pipe_in_the_backup_s_place_is_refused_instead_of_waited_for_and_an_endless_device_ends()
    {
        await using var home = new TestStore();
        await BackupAsync(home);
        var pipe = Path.Combine(home.Directory, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(TestStore.Token);
        foreach (var file in (string[])[pipe, "/dev/zero"])
            await Assert.ThrowsAsync<StoreException>(() => PrepareAsync(home, file, allowUnsealed: true).WaitAsync(TimeSpan.FromSeconds(20), TestStore.Token));
    }

    [Fact]
    public async Task While_somebody_reads_what_only_the_log_holds_nothing_is_replaced()
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        using (var reader = DatabaseFile.Connect(home.Database))
        {
            DatabaseFile.Scalar(reader, "BEGIN");
            DatabaseFile.Scalar(reader, "SELECT count(*) FROM people");
            await using (var store = await home.OpenAsync())
                await home.EnrolAsync(store, "B", 2);
            await using var restore = await PrepareAsync(home, file, allowUnsealed: false);
            await TestStore.RefusedAsync(() => restore.ApplyAsync(), StoreFault.Locked);
        }

        await using (var store = await home.OpenAsync())
            Assert.Equal(2, store.People.Count);
        await using var again = await PrepareAsync(home, file, allowUnsealed: false);
        Assert.Equal(1, (await again.ApplyAsync()).People);
    }

    [Fact]
    public async Task What_a_killed_restore_left_is_not_played_into_the_next_one()
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        string[] left = [.. ((string[])["", "-wal", "-shm", "-journal"]).Select(side => home.Database + ".restoring" + side)];
        foreach (var one in left)
            await File.WriteAllTextAsync(one, "left", TestStore.Token);
        await using (var restore = await PrepareAsync(home, file, allowUnsealed: false))
            Assert.Equal(1, (await restore.ApplyAsync()).People);
        Assert.DoesNotContain(left, File.Exists);
    }

    [Fact]
    public async Task The_seal_of_another_backup_does_not_fit()
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        var seal = (await File.ReadAllBytesAsync(file, TestStore.Token))[^48..];
        CutSeal(file);
        Change(file, Operator);
        await using (var stream = new FileStream(file, FileMode.Append))
            await stream.WriteAsync(seal, TestStore.Token);
        await RefusedAsync(home, file, allowUnsealed: true);
    }

    [Fact]
    public async Task A_backup_of_an_older_version_has_no_seal_and_is_taken_when_the_operator_says_so()
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        CutSeal(file);
        Change(file, Operator);
        Assert.Contains("--unsealed", (await RefusedAsync(home, file, allowUnsealed: false)).Message, StringComparison.Ordinal);
        await using var restore = await PrepareAsync(home, file, allowUnsealed: true);
        Assert.False(restore.Changes.Sealed);
        Assert.Contains(new("operator", "Mallory", null, "Admin"), restore.Changes.Lines);
        Assert.Equal(1, (await restore.ApplyAsync()).People);
    }

    [Fact]
    public async Task A_backup_outlives_the_rotation_of_the_master_key()
    {
        await using var home = new TestStore();
        var file = await BackupAsync(home);
        await using (var store = await home.OpenAsync())
            await store.RotateKeysAsync(TestStore.By, cancellationToken: TestStore.Token);
        Assert.Equal(1, (await KioskStore.RestoreAsync(home.Options, file, TestStore.By, time: home.Time, cancellationToken: TestStore.Token)).People);
    }

    [Fact]
    public async Task What_a_restore_changes_is_told_before_and_nothing_is_changed_until_then()
    {
        await using var home = new TestStore();
        string file;
        await using (var store = await home.OpenAsync())
        {
            await home.EnrolAsync(store, "A");
            await store.Operators.AddAsync("Dismissed", "Admin", "a", TestStore.By, TestStore.Token);
            await store.Operators.AddAsync("Demoted", "Admin", "a", TestStore.By, TestStore.Token);
            await store.Settings.WriteAsync("rules", "{}", 0, TestStore.By, "made", TestStore.Token);
            file = Path.Combine(home.Directory, "b.db");
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        }

        Change(home.Database, "DELETE FROM operators WHERE Name = 'Dismissed'; UPDATE operators SET Role = 'Viewer'; UPDATE settings SET Text = '[]', Version = 2 WHERE Name = 'rules'");
        await using (var store = await home.OpenAsync())
        {
            await store.Operators.AddAsync("New", "Viewer", "a", TestStore.By, TestStore.Token);
            await home.EnrolAsync(store, "B", 2);
        }

        await using (var restore = await PrepareAsync(home, file, allowUnsealed: false))
        {
            Assert.True(restore.Changes is { Sealed: true, Compared: true });
            Assert.Equal(
                [
                    new("operator", "Demoted", "Viewer", "Admin"), new("operator", "Dismissed", null, "Admin"), new("operator", "New", "Viewer", null),
                    new("setting", "rules", "version 2", "version 1"), new("people", "people", "2", "1: 0 come back, 1 go, 0 differ"),
                ],
                restore.Changes.Lines.Where(line => line.Table is "operator" or "setting" or "people"));
        }

        await using var untouched = await home.OpenAsync();
        Assert.Equal(2, untouched.People.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Webhooks_and_mail_addresses_are_told_apart_also_against_a_database_of_before_there_was_mail(bool isOlder)
    {
        await using var home = new TestStore();
        string file;
        Guid hook;
        await using (var store = await home.OpenAsync())
        {
            hook = (await store.Subscriptions.AddAsync(new("https://example.org/hook"), ["alarm"], "secret", TestStore.By, TestStore.Token)).Id;
            await store.Subscriptions.AddAsync([new(NotificationChannel.Mail, "ada@example.org", ["alarm", "fault"]) { Schedule = "Nights", Language = "de" }], TestStore.By, TestStore.Token);
            file = Path.Combine(home.Directory, "b.db");
            await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        }

        Change(home.Database, "DELETE FROM webhooks" + (isOlder ? "; ALTER TABLE webhooks DROP COLUMN Channel; ALTER TABLE webhooks DROP COLUMN Language; ALTER TABLE webhooks DROP COLUMN Schedule" : ""));
        await using var restore = await PrepareAsync(home, file, allowUnsealed: false);
        Assert.True(restore.Changes.Compared);
        Assert.Equal(
            [new("webhook", $"{hook}".ToUpperInvariant(), null, "alarm"), new("notification", "ada@example.org", null, "alarm fault, while Nights is on")],
            restore.Changes.Lines.Where(line => line.Table is "webhook" or "notification"));
    }

    private static async Task<string> BackupAsync(TestStore home)
    {
        var file = Path.Combine(home.Directory, "b.db");
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "A");
        await store.BackupAsync(file, TestStore.By, cancellationToken: TestStore.Token);
        return file;
    }

    private static Task<PendingRestore> PrepareAsync(TestStore home, string file, bool allowUnsealed) =>
        KioskStore.PrepareRestoreAsync(home.Options, file, TestStore.By, allowUnsealed: allowUnsealed, time: home.Time, cancellationToken: TestStore.Token);

    private static async Task<StoreException> RefusedAsync(TestStore home, string file, bool allowUnsealed)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => PrepareAsync(home, file, allowUnsealed));
        Assert.True(refusal.Fault is StoreFault.Altered or StoreFault.Damaged, refusal.Message);
        Assert.Contains("b.db", refusal.Message, StringComparison.Ordinal);
        return refusal;
    }

    private static void Change(string file, string sql)
    {
        using var connection = DatabaseFile.Connect(file);
        DatabaseFile.Scalar(connection, sql);
    }

    private static void CutSeal(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length - 48);
    }
}
