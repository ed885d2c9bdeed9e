using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>The commands on the store: people, erase, export, backup, restore, audit, keys, privacy.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_person_is_suspended_activated_renamed_and_expires()
    {
        await AddAsync("Ann", "--external-id", "A1");
        (await _kiosk.RunAsync("people", "suspend", "Ann")).Exited(0);
        Assert.Equal("suspended", (await OneAsync()).GetProperty("status").GetString());
        (await _kiosk.RunAsync("people", "activate", "a1")).Exited(0);
        (await _kiosk.RunAsync("people", "rename", "A1", "Anne")).Exited(0);
        (await _kiosk.RunAsync("people", "expire", "Anne", "--at", "2031-02-03")).Exited(0);
        var person = await OneAsync();
        Assert.Equal(("active", "Anne"), (person.GetProperty("status").GetString(), person.GetProperty("name").GetString()));
        Assert.Equal(new DateTimeOffset(2031, 2, 4, 0, 0, 0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2031, 2, 4))), person.GetProperty("validUntil").GetDateTimeOffset());
        (await _kiosk.RunAsync("people", "expire", "Anne", "--at", "soon")).Refused("'soon' is no date");
        (await _kiosk.RunAsync("people", "expire", "Anne", "--at", "03/04/2027")).Refused("'03/04/2027' is no date", "2030-12-31");
        (await _kiosk.RunAsync("people", "expire", "Anne", "--never")).Exited(0);
        Assert.False((await OneAsync()).TryGetProperty("validUntil", out _));
        (await _kiosk.RunAsync("people", "expire", "Anne")).Exited(2);
        (await _kiosk.RunAsync("people", "suspend", "Bob")).Refused("There is no person 'Bob'");
        (await _kiosk.RunAsync("people", "add", "Bob", "--external-id", "a1")).Refused("staff number is taken");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task People_go_out_as_a_table_and_come_in_by_number_and_a_file_cut_short_shuts_nobody_out()
    {
        await AddAsync("Ann", "--external-id", "A1");
        await AddAsync("Ben", "--external-id", "B2");
        var table = Path.Combine(_kiosk.Folder, "people.csv");
        (await _kiosk.RunAsync("people", "export", "--csv", table)).Exited(0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(table));
        (await _kiosk.RunAsync("people", "export", "Ann", "--csv", table)).Exited(2);
        (await _kiosk.RunAsync("people", "sync", table, "--gone", "suspend")).Exited(0);

        await File.WriteAllTextAsync(table, "number;name;valid_until\r\nA1;Anne;\r\nC3;Cyd;31.12.2027\r\nD4;Dora;2027-12-31\r\n", TestContext.Current.CancellationToken);
        var looked = (await _kiosk.RunAsync("people", "sync", table, "--dry-run", "--json")).Exited(1).Json;
        Assert.Equal("B2", Assert.Single(looked.GetProperty("plan").GetProperty("gone").EnumerateArray()).GetProperty("number").GetString());
        (await _kiosk.RunAsync("people", "sync", table, "--gone", "suspend", "--most-gone", "0")).Refused("nothing was done");
        Assert.Equal(2, (await _kiosk.ListAsync()).Count);
        var done = (await _kiosk.RunAsync("people", "sync", table, "--gone", "suspend", "--json")).Exited(1).Json.GetProperty("done");
        Assert.Equal((1, 1, 1), (done.GetProperty("added").GetInt32(), done.GetProperty("changed").GetInt32(), done.GetProperty("suspended").GetInt32()));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Erasing_asks_first_prints_a_certificate_and_leaves_nothing()
    {
        (await _kiosk.EnrolAsync("Zacharias Unforgettable", Faces.Man[0])).Exited(0);
        var backup = Path.Combine(_kiosk.Folder, "before.db");
        (await _kiosk.RunAsync("backup", backup)).Exited(0);
        (await _kiosk.RunAsync("people", "erase", "Zacharias Unforgettable")).Refused("cannot be undone", "--yes");
        Assert.Single(await _kiosk.ListAsync());

        var certificate = Path.Combine(_kiosk.Folder, "certificate.json");
        var printed = (await _kiosk.RunAsync("people", "erase", "Zacharias Unforgettable", "--yes", "--certificate", certificate)).Exited(0).Json;
        Assert.Equal(1, printed.GetProperty("references").GetInt32());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(certificate));
        Assert.Empty(await _kiosk.ListAsync());
        (await _kiosk.RunAsync("identify", Faces.Man[0])).Refused("Nobody is enrolled");
        foreach (var file in Directory.EnumerateFiles(_kiosk.Store, "*", SearchOption.AllDirectories).Append(backup))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf("Unforgettable"u8));

        // The backup knows the person no more than the store does.
        var restored = (await _kiosk.RunAsync("restore", backup, "--yes", "--json")).Exited(0).Json;
        Assert.Equal((0, 1), (restored.GetProperty("people").GetInt32(), restored.GetProperty("erasedAgain").GetInt32()));
        Assert.True(File.Exists(restored.GetProperty("keptFile").GetString()));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Keys_that_outlived_a_restore_are_told_and_destroyed_when_the_operator_agrees()
    {
        var backup = Path.Combine(_kiosk.Folder, "before.db");
        await AddAsync("Ann");
        (await _kiosk.RunAsync("backup", backup)).Exited(0);
        await AddAsync("Bob");
        (await _kiosk.RunAsync("restore", backup)).Refused("people people: 2 → 1: 0 come back, 1 go, 0 differ", "add --yes");
        Assert.Equal(2, (await _kiosk.ListAsync()).Count);
        var restored = (await _kiosk.RunAsync("restore", backup, "--yes", "--json")).Exited(0);
        Assert.Equal(1, restored.Json.GetProperty("unusedKeys").GetInt32());
        Assert.Contains("keys destroy-unused", restored.Errors, StringComparison.Ordinal);

        (await _kiosk.RunAsync("keys", "destroy-unused")).Refused("cannot be undone", "--yes");
        Assert.Contains("destroyed: 1 keys", (await _kiosk.RunAsync("keys", "destroy-unused", "--yes")).Exited(0).Errors, StringComparison.Ordinal);
        var again = (await _kiosk.RunAsync("restore", restored.Json.GetProperty("keptFile").GetString()!, "--yes", "--json")).Exited(0).Json;
        Assert.Equal((1, 1, 0), (again.GetProperty("people").GetInt32(), again.GetProperty("erasedAgain").GetInt32(), again.GetProperty("unusedKeys").GetInt32()));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Declining_destroys_the_references_and_the_person_stays()
    {
        (await _kiosk.EnrolAsync("Ann", Faces.Man[0])).Exited(0);
        (await _kiosk.RunAsync(["people", "decline", "Ann", .. PeopleProgram.Consent])).Exited(0);
        var person = await OneAsync();
        Assert.Equal(("withdrawn", 0), (person.GetProperty("consent").GetString(), person.GetProperty("references").GetInt32()));
        (await _kiosk.RunAsync("identify", Faces.Man[0])).Refused("Nobody is enrolled");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task An_export_holds_everything_and_only_its_owner_may_read_it()
    {
        (await _kiosk.EnrolAsync("Ann", Faces.Man[0])).Exited(0);
        var file = Path.Combine(_kiosk.Folder, "ann.json");
        (await _kiosk.RunAsync("people", "export", "Ann", "--output", file)).Exited(0);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var export = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("Ann", export.GetProperty("person").GetProperty("name").GetString());
        Assert.Single(export.GetProperty("references").EnumerateArray());
        Assert.Equal(export.GetProperty("person").ToString(), (await _kiosk.RunAsync("people", "export", "Ann")).Exited(0).Json.GetProperty("person").ToString());
        Assert.Contains("person.exported", (await _kiosk.RunAsync("audit", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_audit_is_verified_and_an_edit_is_found()
    {
        await AddAsync("Ann");
        await AddAsync("Bob");
        Assert.True((await _kiosk.RunAsync("audit", "verify", "--json")).Exited(0).Json.GetProperty("sound").GetBoolean());
        using (var sqlite = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_kiosk.Database};Pooling=False"))
        {
            sqlite.Open();
            using var command = sqlite.CreateCommand();
            command.CommandText = "UPDATE audit SET Actor='nobody' WHERE Sequence=1";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        var touched = (await _kiosk.RunAsync("audit", "verify", "--json")).Exited(1).Json;
        Assert.Equal(1, Assert.Single(touched.GetProperty("faults").EnumerateArray()).GetProperty("first").GetInt32());
        (await _kiosk.RunAsync("audit", "verify")).Exited(1);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Keys_rotate_and_everybody_is_still_known()
    {
        (await _kiosk.EnrolAsync("Ann", Faces.Man[0])).Exited(0);
        var key = Path.Combine(_kiosk.Store, "keys", "master.key");
        var before = await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken);
        (await _kiosk.RunAsync("keys", "rotate")).Exited(0);
        Assert.NotEqual(before, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
        Assert.Equal("Ann", (await _kiosk.RunAsync("identify", Faces.Man[1], "--json")).Exited(0).Json.GetProperty("name").GetString());

        await File.WriteAllTextAsync(key, before, TestContext.Current.CancellationToken);
        (await _kiosk.RunAsync("people", "list")).Refused("key");
    }

    [Fact]
    public async Task A_purge_reports_what_it_removed()
    {
        await AddAsync("Ann");
        Assert.Equal(0, (await _kiosk.RunAsync("privacy", "purge", "--json")).Exited(0).Json.GetProperty("events").GetInt32());
        (await _kiosk.RunAsync("privacy", "purge", "--set", "Retention:Events=00:00:01")).Refused("Retention");
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Looks_are_audited_at_once_while_no_kiosk_runs_and_go_on_beside_one_where_they_cannot_be()
    {
        await AddAsync("Ann");
        for (var i = 0; i < 3; i++)
            (await _kiosk.RunAsync("people", "list", "--by", "Rita")).Exited(0);
        (await _kiosk.RunAsync("people", "reenrol", "--list", "--by", "Rita")).Exited(0);
        var inbox = Path.Combine(_kiosk.Store, "audit-inbox");
        Assert.False(Directory.Exists(inbox));

        await using var running = await AccessKiosk.Enrollment.Store.KioskStore.OpenAsync(new() { Directory = _kiosk.Store }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, (await running.Audit.ListAsync(cancellationToken: TestContext.Current.CancellationToken)).Count(entry => entry is { Action: "people.listed", Actor: "Rita" }));
        (await _kiosk.RunAsync("people", "list")).Exited(0);
        Assert.Single(Directory.EnumerateFiles(inbox));
        Directory.Delete(inbox, recursive: true);
        await File.WriteAllTextAsync(inbox, "no folder", TestContext.Current.CancellationToken);

        var look = (await _kiosk.RunAsync("people", "list", "--json")).Exited(0);
        Assert.Contains("Ann", look.Output, StringComparison.Ordinal);
        Assert.Contains("not in the audit", look.Errors, StringComparison.Ordinal);
        var file = Path.Combine(_kiosk.Folder, "everyone.csv");
        (await _kiosk.RunAsync("people", "export", "--csv", file)).Refused("audit-inbox");
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_said_so_by_whoever_only_reads()
    {
        (await _kiosk.RunAsync("people", "list")).Refused("no store", _kiosk.Store);
        (await _kiosk.RunAsync("audit", "verify")).Refused("no store");
        (await _kiosk.RunAsync("identify", Faces.Man[0])).Refused("no store");
    }

    [Fact]
    public async Task A_truncated_database_is_refused_and_left_as_it_is()
    {
        await AddAsync("Ann");
        var bytes = await File.ReadAllBytesAsync(_kiosk.Database, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_kiosk.Database, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        (await _kiosk.RunAsync("people", "add", "Bob")).Refused("damaged");
        Assert.Equal(bytes.Length / 2, new FileInfo(_kiosk.Database).Length);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_refused()
    {
        await AddAsync("Ann");
        // Root may write anywhere; a store below a file cannot be made by anybody.
        var file = Path.Combine(_kiosk.Folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var answer = await _kiosk.RunAsync("people", "add", "Bob", "--set", $"Store:Directory={file}/store");
        answer.Exited(2);
        Assert.StartsWith("error: ", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Two_programs_on_one_store_are_refused_and_reading_goes_on()
    {
        await AddAsync("Ann");
        var people = Path.Combine(_kiosk.Folder, "many");
        for (var i = 0; i < 40; i++)
            _kiosk.PersonFolder("many", $"p{i:00}", Faces.Stranger);
        using var import = _kiosk.Start(["import", people, "--yes", .. PeopleProgram.Consent, "--allow-duplicates"]);
        // The bar appears when the store is open.
        Assert.Contains("importing", await import.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // Stopped in its tracks, so that it has the store for as long as the others try.
        using (var stop = Process.Start("kill", ["-STOP", import.Id.ToString(CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await _kiosk.RunAsync("people", "add", "Bob")).Refused("Another kiosk", import.Id.ToString(CultureInfo.InvariantCulture));
        Assert.NotEmpty(await _kiosk.ListAsync());
        (await _kiosk.RunAsync("backup", Path.Combine(_kiosk.Folder, "copy.db"))).Exited(0);
        Assert.False(import.HasExited);
        import.Kill();
        await import.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Calibration_goes_into_the_store_and_is_what_the_next_command_uses()
    {
        var people = Path.Combine(_kiosk.Folder, "people");
        _kiosk.PersonFolder("people", "man", [.. Faces.Man, .. Faces.ManAnotherDay]);
        _kiosk.PersonFolder("people", "stranger", Faces.Stranger);
        var report = Path.Combine(_kiosk.Folder, "report.html");
        var groups = Path.Combine(_kiosk.Folder, "groups.csv");
        await File.WriteAllTextAsync(groups, "subject,site\nman,north\nstranger,south\n", TestContext.Current.CancellationToken);
        var measured = (await _kiosk.RunAsync(
            "calibrate", "--images", people, "--report", report, "--group-by", groups, "--json")).Exited(0);
        var answer = measured.Json;
        Assert.Equal("accesskiosk.calibration/1", answer.GetProperty("schema").GetString());
        Assert.Equal([1L, 10L], answer.GetProperty("thresholds").EnumerateArray().Select(t => t.GetProperty("references").GetInt64()));
        Assert.All(answer.GetProperty("thresholds").EnumerateArray(), t => Assert.Contains("Calibrate with more people", t.GetProperty("error").GetString(), StringComparison.Ordinal));
        Assert.Contains("<svg", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // Two people are far too few for any door: the record that ships stays active.
        Assert.Contains("it is not active", measured.Errors, StringComparison.Ordinal);
        (await _kiosk.RunAsync("verify", Faces.Man[0], Faces.Man[1])).Exited(0);
        (await _kiosk.RunAsync("calibrate", "--images", people, "--site")).Exited(2);
        (await _kiosk.RunAsync("calibrate")).Exited(2);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task The_site_is_compared_with_its_threshold()
    {
        (await _kiosk.EnrolAsync("Audun", _kiosk.PersonFolder("in", "man", Faces.Man))).Exited(0);
        (await _kiosk.RunAsync("calibrate", "--site")).Refused("two people");
        (await _kiosk.EnrolAsync("Franck", _kiosk.PersonFolder("in", "other", Faces.Stranger))).Exited(0);
        var site = (await _kiosk.RunAsync("calibrate", "--site", "--json")).Exited(0).Json;
        Assert.Contains("Strangers stay away", (await _kiosk.RunAsync("calibrate", "--site")).Exited(0).Output, StringComparison.Ordinal);
        Assert.Equal((2, 25L), (site.GetProperty("people").GetInt32(), site.GetProperty("nonMated").GetInt64()));
        Assert.True(site.GetProperty("highestNonMated").GetSingle() < site.GetProperty("threshold").GetSingle());
        Assert.True(site.GetProperty("lowestMated").GetSingle() > site.GetProperty("threshold").GetSingle());
    }

    private async Task AddAsync(string name, params string[] more) => (await _kiosk.RunAsync(["people", "add", name, .. more])).Exited(0);

    private async Task<JsonElement> OneAsync() => Assert.Single(await _kiosk.ListAsync());
}
