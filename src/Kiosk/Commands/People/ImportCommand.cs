using System.Collections.Frozen;
using System.CommandLine;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
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
    private static readonly FrozenSet<int> NobodyLess = [];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "A folder with one folder of pictures per person." };
        var csv = new Option<FileInfo?>("--csv") { Description = "CSV file with the columns folder (required), name, external_id, note, valid_from, valid_until (2030-12-31: to the end of that day at the site), consent (yes, no)." };
        var text = StoreArguments.ConsentText(required: true);
        var taker = StoreArguments.ConsentBy(required: true);
        var allow = new Option<bool>("--allow-duplicates") { Description = "Also enrol people who look like somebody enrolled." };
        var report = new Option<FileInfo?>("--report") { Description = "Report of skipped people and pictures, with reasons: .json, .csv or .txt." };
        var review = new Option<bool>("--review") { Description = "Read the pictures and say what would be done with each person; store nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Store without a review. Needed where nobody can be asked: under a script, and with --json." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        report.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<FileInfo?>() is { } file && !ImportReportFile.Knows(file))
                result.AddError($"--report {file.Name}: the name must end in .json, .csv or .txt.");
        });
        var command = new Command("import", "Enrol many people from folders. What would be done is shown first, and you are asked; nothing is stored before. After an interruption the same command continues where it stopped.")
        {
            folder, csv, text, taker, allow, review, yes, report, by, json, settings,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(review) && result.GetValue(yes))
                result.AddError("--review stores nothing and --yes asks nothing: give one of them.");
        });
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var root = parsed.GetRequiredValue(folder);
            var plan = Plan(TimeZoneInfo.Local);
            var say = new ImportSettings(parsed.GetRequiredValue(text)!, parsed.GetRequiredValue(taker)!, parsed.GetRequiredValue(by), parsed.GetValue(allow));
            _ = say.Consent(Storage.ConsentDecision.Granted);
            var (only, unseen) = (parsed.GetValue(review), parsed.GetValue(yes));
            if (!only && !unseen && (Console.IsInputRedirected || parsed.GetValue(json)))
                throw new InputException("Nothing is stored that nobody has looked at: see what would be done with --review, then store it with --yes.");
            await using var workforce = await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Exclusive, TimeProvider.System, cancellationToken, Terminal.SayError);
            // Before the store is made, for the faults; again, with the dates of the site.
            plan = Plan(await SiteRules.ZoneAsync(workforce.Store, cancellationToken));
            using var pictures = new PictureWork(Environment.ProcessorCount);
            var importer = new Importer(workforce, new(options.Inference), options.Quality, options.Enrollment, say, pictures);
            ImportReport done;
            if (unseen)
            {
                done = await ProgressDisplay.OverAsync(plan.People.Count, "importing people", step => importer.RunAsync(plan, step, cancellationToken));
            }
            else
            {
                var found = await ProgressDisplay.OverAsync(plan.People.Count, "reading pictures", step => importer.ReviewAsync(plan, step, cancellationToken));
                ImportReviewPrinter.Print(found, parsed.GetValue(json));
                if (only)
                    return ExitCode.Success;
                if (found.Stored > 0 && !await Confirmation.AskOrRefuseAsync("Nobody can be asked: add --yes.", found.Stored == 1 ? "Store 1 person?" : $"Store {found.Stored:N0} people?", cancellationToken))
                {
                    Terminal.Say("nothing was stored");
                    return ExitCode.Negative;
                }

                done = await ProgressDisplay.OverAsync(plan.People.Count, "importing people", step => importer.RunAsync(found, NobodyLess, step, cancellationToken));
            }

            if (parsed.GetValue(report) is { } file)
                await ImportReportFile.WriteAsync(file, done);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, done);
            else
                Print(done);
            cancellationToken.ThrowIfCancellationRequested();
            return done.Skipped.Count == 0 ? ExitCode.Success : ExitCode.Negative;

            ImportPeople Plan(TimeZoneInfo zone) => parsed.GetValue(csv) is { } table ? ImportPlan.Csv(root, table, zone) : ImportPlan.Folders(root);
        });
    }

    private static void Print(ImportReport report)
    {
        foreach (var skipped in report.Skipped.Take(Shown))
            AnsiConsole.MarkupLineInterpolated($"[yellow]skipped:[/] {Terminal.Plain($"{skipped.Folder}: {skipped.Reason}")}");
        if (report.Skipped.Count > Shown)
            AnsiConsole.MarkupLineInterpolated($"… and {report.Skipped.Count - Shown} more; --report FILE lists all.");
        AnsiConsole.WriteLine(ImportReportFile.Summary(report));
    }
}
