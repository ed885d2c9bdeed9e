using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.People;

/// <summary><c>import</c>: enrol many people from folders of pictures.</summary>
internal static class ImportCommand
{
    private const int Shown = 20;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder with one folder of pictures per person." };
        var csv = new Option<FileInfo?>("--csv") { Description = "CSV file with the columns folder (required), name, external_id, note, valid_from, valid_until (2030-12-31: to the end of that day at the site), consent (yes, no)." };
        var text = StoreArguments.ConsentText(required: true);
        var taker = StoreArguments.ConsentBy(required: true);
        var allow = new Option<bool>("--allow-duplicates") { Description = "Also enrol people who look like somebody enrolled." };
        var report = new Option<FileInfo?>("--report") { Description = "Report of skipped people and pictures, with reasons: .json, .csv or .txt." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        report.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { } file && !ImportReportFile.Knows(file))
                result.AddError($"--report {file.Name}: the name must end in .json, .csv or .txt.");
        });
        var command = new Command("import", "Enrol many people from folders. After an interruption the same command continues where it stopped.")
        {
            folder, csv, text, taker, allow, report, by, json, settings,
        };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var root = parsed.GetRequiredValue(folder);
            var plan = Plan(TimeZoneInfo.Local);
            var say = new ImportSettings(parsed.GetRequiredValue(text)!, parsed.GetRequiredValue(taker)!, parsed.GetRequiredValue(by), parsed.GetValue(allow));
            _ = say.Consent(Storage.ConsentDecision.Granted);
            await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, TimeProvider.System, cancellationToken, Terminal.SayError);
            // Before the store is made, for the faults; again, with the dates of the site.
            plan = Plan(await SiteRules.ZoneAsync(workforce.Store, cancellationToken));
            var done = await ProgressDisplay.OverAsync(plan.Count, "importing people", step => new Importer(workforce, new(options.Inference), options.Quality, options.Enrollment, say).RunAsync(plan, step, cancellationToken));
            if (parsed.GetValue(report) is { } file)
                await ImportReportFile.WriteAsync(file, done);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, done);
            else
                Print(done);
            cancellationToken.ThrowIfCancellationRequested();
            return done.Skipped.Count == 0 ? ExitCode.Success : ExitCode.Negative;

            IReadOnlyList<ImportEntry> Plan(TimeZoneInfo zone) => parsed.GetValue(csv) is { } table ? ImportPlan.Csv(root, table, zone) : ImportPlan.Folders(root);
        });
    }

    private static void Print(ImportReport report)
    {
        foreach (var skipped in report.Skipped.Take(Shown))
            AnsiConsole.MarkupLineInterpolated($"[yellow]skipped:[/] {skipped.Folder}: {skipped.Reason}");
        if (report.Skipped.Count > Shown)
            AnsiConsole.MarkupLineInterpolated($"… and {report.Skipped.Count - Shown} more; --report FILE lists all.");
        AnsiConsole.WriteLine(ImportReportFile.Summary(report));
    }
}
