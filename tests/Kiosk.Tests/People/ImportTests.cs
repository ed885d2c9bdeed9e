using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Import;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>Importing many people: whole, cut short, and with all that folders and tables can have wrong.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    private string Root => Path.Combine(_kiosk.Folder, "in");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Folders_become_people_and_what_is_wrong_with_the_others_is_said()
    {
        _kiosk.PersonFolder("in", "Audun_Man", Faces.Man);
        _kiosk.PersonFolder("in", "Franck", Faces.Stranger);
        _kiosk.PersonFolder("in", "Franck_Again", Faces.Stranger[0]);
        _kiosk.PersonFolder("in", "Group", Faces.Group);
        _kiosk.PersonFolder("in", "Nobody");
        await File.WriteAllTextAsync(Path.Combine(_kiosk.PersonFolder("in", "Torn", Faces.Man[0]), "torn.jpg"), "no picture", Cancellation);
        File.Delete(Path.Combine(Root, "Torn", Path.GetFileName(Faces.Man[0])));
        var report = Path.Combine(_kiosk.Folder, "report.csv");

        var answer = (await _kiosk.ImportAsync(Root, "--report", report)).Exited(1).Json;
        Assert.Equal((6, 2, 10), (Number(answer, "people"), Number(answer, "enrolled"), Number(answer, "references")));
        var reasons = answer.GetProperty("skipped").EnumerateArray().ToDictionary(s => s.GetProperty("folder").GetString()!, s => s.GetProperty("reason").GetString()!);
        Assert.Equal(["Franck_Again", "Group", "Nobody", "Torn"], reasons.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("looks like Franck", reasons["Franck_Again"], StringComparison.Ordinal);
        Assert.Contains("faces, but exactly one is required", reasons["Group"], StringComparison.Ordinal);
        Assert.Equal("no pictures", reasons["Nobody"]);
        Assert.Contains("not a picture", reasons["Torn"], StringComparison.Ordinal);
        Assert.Equal(["Audun Man", "Franck"], (await _kiosk.ListAsync()).Select(p => p.GetProperty("name").GetString()));
        Assert.Contains("\r\nskipped,Nobody,", await File.ReadAllTextAsync(report, Cancellation), StringComparison.Ordinal);

        var again = (await _kiosk.ImportAsync(Root)).Exited(1).Json;
        Assert.Equal((0, 2), (Number(again, "enrolled"), Number(again, "already")));
        Assert.Equal(2, (await _kiosk.ListAsync()).Count);
    }

    [Fact]
    public async Task A_table_names_people_limits_them_and_records_who_declined()
    {
        _kiosk.PersonFolder("in", "p1", Faces.Man);
        _kiosk.PersonFolder("in", "p2", Faces.Stranger);
        _kiosk.PersonFolder("in", "p3", Faces.Stranger);
        var csv = Table("name;folder;external_id;valid_until;consent;note", "\"Müller; Jörg\";p1;E-1;2031-01-01;yes;x", "李明;p2;;;NO;", "Unasked;p3;;;;", "Gone;p4;;;yes;");
        var answer = (await _kiosk.ImportAsync(Root, "--csv", csv)).Exited(1).Json;
        Assert.Equal((1, 1), (Number(answer, "enrolled"), Number(answer, "declined")));
        var skipped = answer.GetProperty("skipped").EnumerateArray().Select(s => s.GetProperty("reason").GetString()!).ToArray();
        Assert.Contains("no consent", skipped[0], StringComparison.Ordinal);
        Assert.Contains("no such folder", skipped[1], StringComparison.Ordinal);
        var people = (await _kiosk.ListAsync()).ToDictionary(p => p.GetProperty("name").GetString()!);
        Assert.Equal(("E-1", 5), (people["Müller; Jörg"].GetProperty("externalId").GetString(), Number(people["Müller; Jörg"], "references")));
        Assert.Equal(("declined", 0), (people["李明"].GetProperty("consent").GetString(), Number(people["李明"], "references")));
    }

    [Theory]
    [InlineData("name,external_id\nAnn,1", "the column 'folder' is missing")]
    [InlineData("folder,colour\np1,red", "'colour' is not known")]
    [InlineData("folder,Folder\np1,p1", "given twice")]
    [InlineData("", "is empty")]
    [InlineData("folder", "names nobody")]
    [InlineData("folder,name\np1", "line 2: 1 columns; the first line has 2")]
    [InlineData("folder,name\np1,Ann\np1,Ann", "line 3: 'p1' is given in line 2 already")]
    [InlineData("folder,name\n,Ann", "line 2: the folder is empty")]
    [InlineData("folder\n../store", "is not below")]
    [InlineData("folder,valid_until\np1,soon", "line 2: 'soon' is no date")]
    [InlineData("folder,valid_until\np1,01.02.2027", "line 2: '01.02.2027' is no date: write 2030-12-31")]
    [InlineData("folder,valid_from\np1,03/04/2027", "line 2: '03/04/2027' is no date: write 2030-12-31")]
    [InlineData("folder,consent\np1,maybe", "line 2: consent is 'maybe'")]
    [InlineData("folder,name\np1,\"Ann", "quotes do not match")]
    [InlineData("folder,\"name\np1,Ann", "line 1: quotes do not match")]
    [InlineData("folder,name\np\0,Ann", "line 2 holds a NUL character")]
    public void A_table_with_faults_is_refused_with_its_lines(string table, string fault)
    {
        _kiosk.PersonFolder("in", "p1");
        var refusal = Assert.Throws<InputException>(() => ImportPlan.Csv(new(Root), new(Table(table.Split('\n'))), TimeZoneInfo.Utc));
        Assert.Contains(fault, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_table_is_told_at_once_before_anybody_is_enrolled()
    {
        _kiosk.PersonFolder("in", "p1", Faces.Man[0]);
        (await _kiosk.ImportAsync(Root, "--csv", Table("folder,valid_until,consent", "p1,soon,yes", "p2,,maybe"))).Refused("line 2: 'soon'", "line 3: consent");
        Assert.False(File.Exists(_kiosk.Database));
    }

    [Fact]
    public async Task A_table_in_another_encoding_is_refused()
    {
        var file = Path.Combine(_kiosk.PersonFolder("in", "p1", Faces.Man[0]), "..", "people.csv");
        await File.WriteAllBytesAsync(file, [.. "folder,name\np1,M"u8, 0xFC, .. "ller"u8], Cancellation);
        (await _kiosk.ImportAsync(Root, "--csv", file)).Refused("not UTF-8");
    }

    [Fact]
    public async Task A_name_that_cannot_be_stored_keeps_out_nobody_else()
    {
        _kiosk.PersonFolder("in", "a", Faces.Man);
        _kiosk.PersonFolder("in", "b", Faces.Stranger);
        var csv = Table("folder,name", $"a,{new string('x', 201)}", "b,Franck");
        var answer = (await _kiosk.ImportAsync(Root, "--csv", csv)).Exited(1).Json;
        Assert.Equal(1, Number(answer, "enrolled"));
        Assert.Contains("200", Assert.Single(answer.GetProperty("skipped").EnumerateArray()).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_folder_that_vanishes_while_importing_is_skipped_and_the_others_are_not()
    {
        for (var i = 0; i < 30; i++)
            _kiosk.PersonFolder("in", $"p{i:00}", Faces.Man);
        _kiosk.PersonFolder("in", "p99", Faces.Stranger);
        _kiosk.PersonFolder("in", "p98", Faces.Stranger);
        using var import = _kiosk.Start(["import", Root, "--yes", .. PeopleProgram.Consent, "--json", "--allow-duplicates"]);
        var output = import.StandardOutput.ReadToEndAsync(Cancellation);
        var first = await import.StandardError.ReadLineAsync(Cancellation);
        Directory.Delete(Path.Combine(Root, "p98"), recursive: true);
        File.Delete(Path.Combine(Root, "p99", Path.GetFileName(Faces.Stranger[0])));
        _ = await import.StandardError.ReadToEndAsync(Cancellation);
        await import.WaitForExitAsync(Cancellation);
        Assert.NotNull(first);
        var answer = JsonSerializer.Deserialize<JsonElement>(await output);
        Assert.Equal(31, Number(answer, "enrolled"));
        Assert.Contains("no such folder", Assert.Single(answer.GetProperty("skipped").EnumerateArray()).GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_stored_that_nobody_has_looked_at()
    {
        _kiosk.PersonFolder("in", "Audun", Faces.Man[0]);
        string[] import = ["import", Root, .. PeopleProgram.Consent];
        (await _kiosk.RunAsync(import)).Refused("--review", "--yes");
        (await _kiosk.RunAsync([.. import, "--json"])).Refused("--review", "--yes");
        (await _kiosk.RunAsync([.. import, "--review", "--yes"])).Exited(2);
        Assert.False(File.Exists(_kiosk.Database));

        // At a terminal it is shown, and asked about.
        var no = await AtTerminalAsync(import, "n");
        Assert.Contains("new        Audun (Audun): 1 references", no, StringComparison.Ordinal);
        Assert.Contains("Store 1 person?", no, StringComparison.Ordinal);
        Assert.Contains("nothing was stored", no, StringComparison.Ordinal);
        Assert.Empty(await _kiosk.ListAsync());
        await AtTerminalAsync(import, "y");
        Assert.Equal("Audun", Assert.Single(await _kiosk.ListAsync()).GetProperty("name").GetString());
    }

    private async Task<string> AtTerminalAsync(string[] arguments, string answer)
    {
        var command = string.Join(' ', arguments.Prepend(Path.Combine(_kiosk.Program, "AccessKiosk.Kiosk")).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"]) { RedirectStandardInput = true, UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["ACCESSKIOSK__Store__Directory"] = _kiosk.Store;
        start.Environment["TERM"] = "dumb";
        using var script = Process.Start(start)!;
        await script.StandardInput.WriteLineAsync(answer);
        await script.StandardInput.FlushAsync(Cancellation);
        var output = await script.StandardOutput.ReadToEndAsync(Cancellation);
        await script.WaitForExitAsync(Cancellation);
        return output;
    }

    [Fact]
    public async Task A_folder_without_people_and_one_that_is_not_there_are_refused()
    {
        Directory.CreateDirectory(Root);
        (await _kiosk.ImportAsync(Root)).Refused("Nobody's pictures are in");
        (await _kiosk.ImportAsync(Path.Combine(Root, "nowhere"))).Refused("No folder");
        (await _kiosk.ImportAsync(Root, "--report", "report.pdf")).Exited(2);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Killed_and_resumed_it_gives_the_same_people_as_in_one_go()
    {
        // The first people of the set, several pictures each among them.
        var people = Directory.EnumerateDirectories(Faces.Lfw).Order(StringComparer.Ordinal).Take(60).ToArray();
        Directory.CreateDirectory(Root);
        foreach (var person in people)
            Directory.CreateSymbolicLink(Path.Combine(Root, Path.GetFileName(person)), person);
        using var whole = new PeopleProgram();
        (await whole.ImportAsync(Root)).Exited(1);

        var kills = 0;
        var random = new Random(1);
        for (var wait = 0; wait < 12; wait++)
        {
            using var import = _kiosk.Start(["import", Root, "--yes", .. PeopleProgram.Consent]);
            var ended = import.WaitForExitAsync(Cancellation);
            if (await Task.WhenAny(ended, Task.Delay(1500 + random.Next(2500), Cancellation)) == ended)
                break;
            import.Kill();
            await ended;
            kills++;
        }
        Assert.True(kills > 1, "The import was too quick to be killed.");
        (await _kiosk.ImportAsync(Root)).Exited(1);
        (await _kiosk.RunAsync("audit", "verify")).Exited(0);
        Assert.Equal(await PeopleAsync(whole), await PeopleAsync(_kiosk));
    }

    private static async Task<IEnumerable<(string, int)>> PeopleAsync(PeopleProgram kiosk) =>
        (await kiosk.ListAsync()).Select(p => (p.GetProperty("externalId").GetString()!, Number(p, "references"))).Order();

    private string Table(params IEnumerable<string> lines)
    {
        var file = Path.Combine(_kiosk.Folder, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}.csv"));
        // As Excel writes it, with a mark at the beginning.
        File.WriteAllText(file, string.Join("\r\n", lines), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return file;
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
