using System.Text;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;

namespace AccessKiosk.Enrollment.Tests.Exchange;

/// <summary>People out and in as a CSV, by number, on a store of their own.</summary>
public sealed class ExchangeTests
{
    private const string Pin = "pbkdf2-sha512$1$c2FsdHNhbHRzYWx0c2FsdA==$aGFzaA==";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Fact]
    public async Task New_changed_gone_and_unchanged_people_are_told_apart_by_number_and_carried_out_with_an_audit_entry_each()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var staff = await store.Groups.AddAsync("Staff", TestStore.By, TestStore.Token);
        var ada = await AddAsync(store, "A1", "Ada");
        var bob = await AddAsync(store, "B2", "Bob");
        var cyd = await AddAsync(store, "C3", "Cyd");
        var dan = await store.People.AddAsync(new() { Name = "Dan" }, null, TestStore.By, TestStore.Token);

        var plan = await PlanAsync(store, "number,name,valid_until,groups,note\r\na1,Ada,,,\r\nB2,Robert,2026-12-31,staff,\"one\r\ntwo\"\r\nD4,Dora,,Staff,\r\n");

        Assert.Equal((1, 1, 1, 1, 1), (plan.New.Count, plan.Changed.Count, plan.Gone.Count, plan.Unchanged, plan.Unnumbered));
        Assert.Equal([new("name", "Bob", "Robert"), new("valid_until", null, "2026-12-31"), new("groups", "", "Staff"), new("note", null, "one two")], Assert.Single(plan.Changed).Changes);
        Assert.Equal(cyd.Id, Assert.Single(plan.Gone).Id);
        Assert.Equal(new(1, 1, 1), await new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: true, TestStore.Token));

        var robert = store.People.Find(bob.Id)!;
        Assert.Equal(("Robert", "B2", new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(1))), (robert.Name, robert.ExternalId, robert.ValidUntil));
        Assert.Equal([staff.Id], robert.Groups);
        Assert.Equal(PersonStatus.Suspended, store.People.Find(cyd.Id)!.Status);
        Assert.Equal((PersonStatus.Active, PersonStatus.Active), (store.People.Find(ada.Id)!.Status, store.People.Find(dan.Id)!.Status));
        var dora = store.People.FindByExternalId("D4")!;
        Assert.Equal((0, null), (dora.References, dora.Consent));
        Assert.Equal(
            ["person.renamed", "person.validity-set", "person.note-set", "person.groups-set"],
            (await store.Audit.ListAsync(bob.Id.ToString(), cancellationToken: TestStore.Token)).Where(entry => entry.Actor == "hr").Select(entry => entry.Action).Reverse());
        Assert.Contains("\"Added\":1", (await store.Audit.LatestAsync("people.synchronised", TestStore.Token))!.Details, StringComparison.Ordinal);

        // The same file again finds nothing to do, and those who are gone are not told of again.
        var again = await PlanAsync(store, "number,name,valid_until,groups,note\r\na1,Ada,,,\r\nB2,Robert,2026-12-31,staff,\"one\r\ntwo\"\r\nD4,Dora,,Staff,\r\n");
        Assert.Equal((true, 1), (again.IsEmpty, again.GoneSuspended));
    }

    [Fact]
    public async Task What_goes_out_comes_in_again_without_a_change_whatever_names_and_notes_look_like()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var groups = new List<Guid>();
        foreach (var name in new[] { "Staff; night", "Lab | R&D", "=Guests" })
            groups.Add((await store.Groups.AddAsync(name, TestStore.By, TestStore.Token)).Id);
        foreach (var (number, name) in new (string?, string)[] { ("0012", "O\"Neil, \"Max\""), ("-7", "=SUM(A1)"), ("'=x", "'+49 1"), ("Z;9", "Žofie; Čapková"), (null, "Nobody's number") })
            await store.People.AddAsync(new() { Name = name, ExternalId = number, Note = "- a, b; c\u00a0d" }, null, TestStore.By, TestStore.Token);
        var first = store.People.FindByExternalId("0012")!;
        await store.People.SetGroupsAsync(first.Id, groups[..1], TestStore.By, TestStore.Token);
        await store.People.SetGroupsAsync(store.People.FindByExternalId("-7")!.Id, [groups[1]], TestStore.By, TestStore.Token);
        await store.People.SetGroupsAsync(store.People.FindByExternalId("Z;9")!.Id, [groups[0], groups[2]], TestStore.By, TestStore.Token);
        await store.People.SetValidityAsync(first.Id, home.Time.GetUtcNow(), home.Time.GetUtcNow().AddDays(2).AddSeconds(7), TestStore.By, TestStore.Token);
        await store.People.SetStatusAsync(first.Id, PersonStatus.Suspended, TestStore.By, TestStore.Token);

        var table = PeopleTable.Write(store.People.List(), await store.Groups.ListAsync(TestStore.Token), Zone);
        var text = Encoding.UTF8.GetString(table);
        var plan = await PlanAsync(store, table);

        Assert.Empty(plan.Refused);
        Assert.True(plan is { IsEmpty: true, Unchanged: 5, IsWhole: true });
        Assert.DoesNotContain(",=", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n-7", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("number;name\r\n1;Jörg\r\n")]
    [InlineData("sep=;\r\nname;number\r\nJörg;1\r\n;\r\n")]
    [InlineData("Number\tName\tDepartment\n1\tJörg\tPaint\n")]
    [InlineData("name,external_id\r\"Jörg\",\"1\"\r")]
    [InlineData("\"number\",\"name\"\n\"1\",\"Jörg\"")]
    [InlineData("number,first name,Last-Name\n1,,Jörg\n\n,,\n")]
    public async Task Separators_line_ends_orders_of_columns_and_encodings_of_spreadsheets_are_read(string text)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true) })
        {
            var plan = await PlanAsync(store, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            Assert.Empty(plan.Refused);
            Assert.Equal(("1", "Jörg"), (Assert.Single(plan.New).Person.ExternalId, plan.New[0].Person.Name));
        }
    }

    [Theory]
    [InlineData("A1\u200e")]
    [InlineData("\u202aA1\u202c")]
    [InlineData("\ufeffA1")]
    [InlineData("A\u200b1")]
    [InlineData("\u00a0a1")]
    public async Task A_number_with_marks_that_nobody_sees_is_the_number_without_them(string number)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await AddAsync(store, "A1", "Ada");

        var plan = await PlanAsync(store, $"number,name\r\n{number},Ada\r\n");

        Assert.Equal((0, 0, 1, 0), (plan.New.Count, plan.Refused.Count, plan.Unchanged, plan.Gone.Count));
        Assert.Equal(ada.Id, store.People.FindByExternalId(number)?.Id);
        await Assert.ThrowsAsync<StoreException>(() => store.People.AddAsync(new() { Name = "Bea", ExternalId = "A1\u200e" }, null, TestStore.By, TestStore.Token));
        await Assert.ThrowsAsync<StoreException>(() => store.People.AddAsync(new() { Name = "\u200e\u200b " }, null, TestStore.By, TestStore.Token));
        await Assert.ThrowsAsync<StoreException>(() => store.People.AddAsync(new() { Name = "Cyd\u2028Eve" }, null, TestStore.By, TestStore.Token));
    }

    [Fact]
    public void A_file_that_cannot_be_read_as_a_table_is_refused_with_what_to_do()
    {
        foreach (var (content, wanted) in new (byte[], string)[]
        {
            ([], "is empty"),
            ("\uFEFF \r\n"u8.ToArray(), "is empty"),
            ("number,name\r\n"u8.ToArray(), "names nobody"),
            ("name\r\nAda\r\n"u8.ToArray(), "'number' is missing"),
            ("number,name,Number\r\n1,Ada,2\r\n"u8.ToArray(), "given twice"),
            (Encoding.Latin1.GetBytes("number;name\r\n1;Jörg\r\n"), "not UTF-8: save it as 'CSV UTF-8'"),
            (Encoding.Unicode.GetBytes("number;name\r\n1;Jo\r\n"), "UTF-16 without its mark"),
            ("PK\u0003\u0004workbook"u8.ToArray(), "is a workbook"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "is a workbook"),
            ("\"number,name\r\n1,Ada\r\n"u8.ToArray(), "quotes do not match"),
        })
            Assert.Contains(wanted, Assert.Throws<InputException>(() => PeopleFile.Parse(content, "hr.csv")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A1,Ada,31.12.2026,", "'31.12.2026' is no date")]
    [InlineData("A1,Ada,12/31/2026,", "is no date")]
    [InlineData("A1,Ada,2026-02-30,", "is no date")]
    [InlineData("A1,Ada,46022,", "is no date")]
    [InlineData("A1,Ada,,Cleaners", "no group 'Cleaners'")]
    [InlineData("A1,,,", "the name is empty")]
    [InlineData("A1,#NV,,", "where a formula failed")]
    [InlineData("A1,=A2,,", "is a formula")]
    [InlineData("A1,JÃ¶rg,,", "wrong encoding")]
    [InlineData("A1,J\uFFFDrg,,", "wrong encoding")]
    [InlineData("A1,Ada", "2 columns; the first line has 4")]
    [InlineData("A1,Ada,Lovelace,,", "5 columns; the first line has 4")]
    [InlineData("\"A1\"x,Ada,,", "quotes do not match")]
    [InlineData(",Ada,,", "the number is empty")]
    [InlineData("1.23457E+12,Ada,,", "a spreadsheet has shortened it")]
    [InlineData("a-1,Ada\u202Egod,,", "control character")]
    public async Task A_row_that_cannot_be_taken_is_refused_with_line_and_reason_and_nothing_is_done_of_it(string row, string wanted)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await AddAsync(store, "A1", "Old");

        var plan = await PlanAsync(store, $"number,name,valid_until,groups\r\n{row}\r\nB2,Bob,,\r\n");

        var refused = Assert.Single(plan.Refused);
        Assert.Equal(2, refused.Line);
        Assert.Contains(wanted, refused.Reason, StringComparison.Ordinal);
        Assert.Equal("B2", Assert.Single(plan.New).Person.ExternalId);
        Assert.Empty(plan.Changed);
        // Somebody whose row is refused is in the file all the same; where it does not say whose it is, nobody is gone for sure.
        if (plan.IsWhole)
            Assert.Equal(row.StartsWith("A1", StringComparison.Ordinal) ? 0 : 1, plan.Gone.Count);
        else
            await Assert.ThrowsAsync<InputException>(() => new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: true, TestStore.Token));
    }

    [Fact]
    public async Task Numbers_given_twice_or_changed_by_a_spreadsheet_are_refused_and_nobody_is_gone_by_it()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        foreach (var number in new[] { "00123", "456", "77" })
            await AddAsync(store, number, $"Person {number}");

        var plan = await PlanAsync(store, "number,name\n123,Person 00123\n456.0,Person 456\n77,One\n77,Other\nn1,New\nN1,Newer\n");

        Assert.Equal(["2:stored as 00123", "3:stored as 456", "4:lines 4 and 5", "5:lines 4 and 5", "6:lines 6 and 7", "7:lines 6 and 7"], plan.Refused.Select(row =>
            $"{row.Line}:{new[] { "stored as 00123", "stored as 456", "lines 4 and 5", "lines 6 and 7" }.Single(reason => row.Reason.Contains(reason, StringComparison.Ordinal))}"));
        Assert.True(plan.IsEmpty);
    }

    [Fact]
    public async Task Columns_that_are_missing_leave_and_empty_cells_clear_but_never_a_name_a_status_or_a_PIN()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var staff = await store.Groups.AddAsync("Staff", TestStore.By, TestStore.Token);
        var ada = await store.People.EnrolAsync(home.Enrollment("Ada", 1, externalId: "A1"), TestStore.By, TestStore.Token);
        await store.People.SetGroupsAsync(ada.Id, [staff.Id], TestStore.By, TestStore.Token);
        await store.People.SetPinAsync(ada.Id, Pin, "duress", TestStore.By, TestStore.Token);
        await store.People.SetNoteAsync(ada.Id, "left-handed", TestStore.By, TestStore.Token);
        await store.People.SetStatusAsync(ada.Id, PersonStatus.Suspended, TestStore.By, TestStore.Token);

        Assert.True((await PlanAsync(store, "number,name\nA1,Ada\n")).IsEmpty);
        Assert.True((await PlanAsync(store, "number,status,valid_until\nA1,,9999-12-31\n")).IsEmpty);
        await new ExchangeRun(store, "hr").RunAsync(await PlanAsync(store, "number,name,status,groups,note\nA1,Ada,,,\n"), suspendsGone: false, TestStore.Token);

        var now = store.People.Find(ada.Id)!;
        Assert.Equal((null, PersonStatus.Suspended, 2, ConsentDecision.Granted), (now.Note, now.Status, now.References, now.Consent!.Decision));
        Assert.Empty(now.Groups);
        Assert.Equal(new(Pin, "duress"), store.People.PinOf(ada.Id));
    }

    [Fact]
    public async Task A_person_without_a_number_is_told_of_as_a_namesake_and_gets_one_by_the_identifier()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, TestStore.By, TestStore.Token);
        var bob = await AddAsync(store, "B2", "Bob");

        Assert.Equal(ada.Id, Assert.Single((await PlanAsync(store, "number,name\nA1,ada\nB2,Bob\n")).New).Namesake!.Id);
        var wrong = await PlanAsync(store, $"number,name,id\nB3,Bob,{bob.Id}\n");
        Assert.Contains("number B2", Assert.Single(wrong.Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(wrong.Gone);
        var plan = await PlanAsync(store, $"number,name,id\nA1,Ada,{ada.Id}\nB2,Bob,\n");
        await new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: true, TestStore.Token);
        Assert.Equal(ada.Id, store.People.FindByExternalId("a1")!.Id);
    }

    [Fact]
    public async Task Nothing_of_a_person_is_done_who_was_changed_or_erased_since_the_plan()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await AddAsync(store, "A1", "Ada");
        var bob = await AddAsync(store, "B2", "Bob");
        const string File = "number,name\nA1,Ada L.\nB2,Robert\nC3,Cyd\n";

        var plan = await PlanAsync(store, File);
        await store.People.SetStatusAsync(bob.Id, PersonStatus.Suspended, "guard", TestStore.Token);
        await TestStore.RefusedAsync(() => new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: false, TestStore.Token), StoreFault.Conflict);
        Assert.Equal(("Ada", "Bob", null), (store.People.Find(ada.Id)!.Name, store.People.Find(bob.Id)!.Name, store.People.FindByExternalId("C3")));
        Assert.Null(await store.Audit.LatestAsync("people.synchronised", TestStore.Token));

        plan = await PlanAsync(store, File);
        await store.Privacy.EraseAsync(bob.Id, "guard", TestStore.Token);
        await TestStore.RefusedAsync(() => new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: false, TestStore.Token), StoreFault.NotFound);
        Assert.Equal("Ada", store.People.Find(ada.Id)!.Name);

        // Whom nobody remembers is new.
        plan = await PlanAsync(store, File);
        Assert.NotEqual(plan.Digest, (await PlanAsync(store, "number,name\nA1,Ada L.\nB2,Robert\n")).Digest);
        Assert.Equal(["B2", "C3"], plan.New.Select(row => row.Person.ExternalId));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Ten_thousand_people_come_in_and_an_interrupted_run_is_finished_by_the_same_file()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var file = new StringBuilder("number,name,valid_until\n");
        for (var i = 0; i < 10_000; i++)
            file.Append(System.Globalization.CultureInfo.InvariantCulture, $"N{i},Person {i},2027-01-01\n");
        using var stop = new CancellationTokenSource();
        store.Changed += (_, change) =>
        {
            if (change.Kind == StoreChangeKind.Added)
                stop.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new ExchangeRun(store, "hr").RunAsync(await PlanAsync(store, file.ToString()), suspendsGone: false, stop.Token));
        Assert.Equal(100, store.People.Count);
        var plan = await PlanAsync(store, file.ToString());
        Assert.Equal((9_900, 100), (plan.New.Count, plan.Unchanged));
        await new ExchangeRun(store, "hr").RunAsync(plan, suspendsGone: false, TestStore.Token);
        Assert.Equal(10_000, store.People.Count);
        Assert.True((await PlanAsync(store, file.ToString())).IsEmpty);
    }

    private static Task<Person> AddAsync(KioskStore store, string number, string name) => store.People.AddAsync(new() { Name = name, ExternalId = number }, null, TestStore.By, TestStore.Token);

    private static Task<ExchangePlan> PlanAsync(KioskStore store, string text) => PlanAsync(store, Encoding.UTF8.GetBytes(text));

    private static Task<ExchangePlan> PlanAsync(KioskStore store, byte[] content) => ExchangePlanner.PlanAsync(store, PeopleFile.Parse(content, "hr.csv"), Zone, TestStore.Token);
}
