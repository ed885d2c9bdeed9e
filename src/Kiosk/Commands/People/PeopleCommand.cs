using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Embedding;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people</c>: who is enrolled, and what they may ask for.</summary>
internal static class PeopleCommand
{
    public static Command Create() => new("people", "List, show, change, export and erase people.")
    {
        List(), Show(), PeopleChanges.Add(), EnrolCommand.More(), PeopleChanges.Suspend(), PeopleChanges.Activate(), PeopleChanges.Expire(),
        PeopleChanges.Rename(), PeopleChanges.Decline(), PinCommand.Create(), ForgiveCommand.Create(), Reenrol(), RenewalsCommand.Create(), ExportCommand.Create(), SyncCommand.Create(), EraseCommand.Create(),
    };

    private static Command List()
    {
        var search = new Option<string?>("--search") { Description = "Only people whose name, staff number or identifier contains this; case and accents do not matter." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var by = StoreArguments.By();
        return new Command("list", "List everyone, by name. Audited.") { search, by, json }.ReadsAudited(settings, async (parsed, store, cancellationToken) =>
        {
            var people = parsed.GetValue(search) is { } text ? store.People.Search(text) : store.People.List();
            await RecordAsync(store, people.Count, parsed.GetValue(search) is null ? "everyone" : "search", parsed.GetRequiredValue(by), cancellationToken);
            await PrintAsync(people, parsed.GetValue(json), KioskOptions.Load(parsed.GetValue(settings)), store, cancellationToken);
            return ExitCode.Success;
        });
    }

    private static Command Show()
    {
        var person = StoreArguments.Person();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        return new Command("show", "Show one person and their references (never the faces).") { person, json }.Reads(settings, async (parsed, store, cancellationToken) =>
        {
            var found = StoreArguments.Find(store, parsed.GetRequiredValue(person));
            var references = await store.References.ListAsync(found.Id, cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, new { person = PersonReport.Of(found), references = references.Select(Line) });
            else
                PrintOne(found, references, KioskOptions.Load(parsed.GetValue(settings)), await SiteRules.ZoneAsync(store, cancellationToken));
            return ExitCode.Success;
        });
    }

    private static Command Reenrol()
    {
        var list = new Option<bool>("--list") { Description = "List the people who must enrol again." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var by = StoreArguments.By();
        var command = new Command("reenrol", "List people who must enrol again because their references belong to another embedding model. Enrol them with: people enrol PERSON. Audited.") { list, by, json };
        return command.ReadsAudited(settings, async (parsed, store, cancellationToken) =>
        {
            if (!parsed.GetValue(list))
                throw new InputException("Say what to do: people reenrol --list shows who must come back; people enrol PERSON --from SOURCE takes new references.");
            var people = await store.References.NeedingReenrolmentAsync(FaceEmbedder.ModelHash, cancellationToken);
            await RecordAsync(store, people.Count, "to enrol again", parsed.GetRequiredValue(by), cancellationToken);
            await PrintAsync(people, parsed.GetValue(json), KioskOptions.Load(parsed.GetValue(settings)), store, cancellationToken);
            return ExitCode.Success;
        });
    }

    private static Task RecordAsync(KioskStore store, int people, string which, string by, CancellationToken cancellationToken) =>
        store.AuditLookAsync(by, "people.listed", null, new { people, which }, cancellationToken);

    private static async Task PrintAsync(IReadOnlyList<Person> people, bool json, KioskOptions options, KioskStore store, CancellationToken cancellationToken)
    {
        if (json)
        {
            foreach (var person in people)
                JsonLines.WriteLine(Console.Out, PersonReport.Of(person));
            return;
        }
        var zone = await SiteRules.ZoneAsync(store, cancellationToken);
        var table = new Table().AddColumns("identifier", "name", "staff number", "status", "valid until", "references");
        table.Columns[0].NoWrap();
        foreach (var p in people)
            table.AddRow(
                new Text(p.Id.ToString()), new Text(p.Name), new Text(p.ExternalId ?? ""), new Text(PersonReport.Of(p).Status),
                new Text(DateInput.UntilText(p.ValidUntil, zone) ?? ""), new Text(PersonReport.ReferencesOf(p, options.Enrollment.Wanted)));
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{people.Count:N0} {(people.Count == 1 ? "person" : "people")}");
    }

    private static void PrintOne(Person person, IReadOnlyList<StoredReference> references, KioskOptions options, TimeZoneInfo zone)
    {
        var report = PersonReport.Of(person);
        var grid = new Grid().AddColumn().AddColumn();
        void Row(string what, string? value) => grid.AddRow(new Text(what), new Text(value ?? "-"));
        Row("identifier", report.Id);
        Row("name", report.Name);
        Row("staff number", report.ExternalId);
        Row("note", report.Note);
        Row("status", report.Status);
        Row("valid from", DateInput.FromText(report.ValidFrom, zone));
        Row("valid until", DateInput.UntilText(report.ValidUntil, zone));
        Row("consent", person.Consent is { } c ? $"{report.Consent}, text {c.TextVersion}, taken by {c.TakenBy}, {c.At:u}" : "none");
        Row("added", $"{report.CreatedAt:u}");
        Row("last seen", $"{report.LastSeenAt:yyyy-MM-dd}");
        Row("PIN", report.HasPin ? "set" : null);
        Row("references", PersonReport.ReferencesOf(person, options.Enrollment.Wanted));
        AnsiConsole.Write(grid);
        var table = new Table().AddColumns("reference", "captured", "quality", "source", "embedder");
        foreach (var r in references)
            table.AddRow($"{r.Id}", $"{r.CapturedAt:u}", $"{r.Quality:0.00}", r.Source, r.ModelHash == FaceEmbedder.ModelHash ? "in use" : "another: must come back");
        if (references.Count > 0)
            AnsiConsole.Write(table);
    }

    private static object Line(StoredReference r) => new
    {
        id = r.Id.ToString(), r.ModelHash, r.Quality, r.Source, origin = r.Origin.ToString().ToLowerInvariant(), r.CapturedAt, r.CreatedAt,
    };
}
