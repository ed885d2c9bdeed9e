using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>people export</c>: all of one person for that person, or everyone as a CSV.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var person = new Argument<string?>("PERSON") { Description = "Identifier, staff number, or a full name that only one person has.", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file to write, mode 0600. Default: standard output." };
        var csv = new Option<FileInfo?>("--csv") { Description = "Write everyone to this CSV instead (numbers, names, validity, groups; no faces), mode 0600; people sync reads it." };
        var by = StoreArguments.By();
        var command = new Command("export", "Export everything stored about a person as JSON, for that person (GDPR art. 15, 20), with biometric data; or everyone as a CSV.") { person, output, csv, by };
        command.Validators.Add(result =>
        {
            if (result.GetValue(person) is null == result.GetValue(csv) is null)
                result.AddError("Give either PERSON or --csv FILE.");
            else if (result.GetValue(csv) is not null && result.GetValue(output) is not null)
                result.AddError("--output belongs to PERSON: --csv names its own file.");
        });
        var settings = Arguments.Settings();
        return command.ReadsAudited(settings, async (parsed, store, cancellationToken) =>
        {
            var actor = parsed.GetRequiredValue(by);
            var record = KioskOptions.Load(parsed.GetValue(settings)).Store.Directory;
            if (parsed.GetValue(csv) is { } table)
                await EveryoneAsync(store, record, table, actor, cancellationToken);
            else
                await OneAsync(store, record, StoreArguments.Find(store, parsed.GetValue(person)!).Id, parsed.GetValue(output), actor, cancellationToken);
            return ExitCode.Success;
        });
    }

    private static async Task OneAsync(KioskStore store, string record, PersonId person, FileInfo? file, string by, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            await using var console = Console.OpenStandardOutput();
            await store.Privacy.ExportAsync(person, console, by, cancellationToken);
            return;
        }

        await PrivateFile.WriteAsync(file.FullName, record, stream => store.Privacy.ExportAsync(person, stream, by, cancellationToken));
        Terminal.Messages.MarkupLineInterpolated($"written: {file.FullName}");
    }

    private static async Task EveryoneAsync(KioskStore store, string record, FileInfo file, string by, CancellationToken cancellationToken)
    {
        var people = store.People.List();
        var table = await PeopleTable.TakeAsync(store, people, PeopleTable.Everyone, await SiteRules.ZoneAsync(store, cancellationToken), by, cancellationToken);
        await PrivateFile.WriteAsync(file.FullName, record, stream => stream.WriteAsync(table, cancellationToken).AsTask());
        Terminal.Messages.MarkupLineInterpolated($"written: {file.FullName}, {people.Count:N0} people");
    }
}
