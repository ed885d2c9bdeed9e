using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>restore</c>: a backup in the database's place.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var source = new Argument<FileInfo>("FILE") { Description = "A file written by backup." };
        var drop = new Option<bool>("--drop-unreadable") { Description = "Drop people whose keys are missing, instead of refusing the backup." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("restore", "Restore the database from a backup. The backup is verified first, the old file is kept, and people erased since then stay erased. Stop the kiosk first.")
        {
            source, drop, by, json, settings,
        };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var report = await KioskStore.RestoreAsync(
                options.Store, parsed.GetRequiredValue(source).FullName, parsed.GetRequiredValue(by), parsed.GetValue(drop), TimeProvider.System, cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated(
                    $"restored: {report.People:N0} people; {report.ErasedAgain:N0} erased again, {report.Dropped:N0} dropped; the database before is kept at {report.KeptFile ?? "(there was none)"}");
            KeysCommand.TellUnused(report.UnusedKeys);
            return ExitCode.Success;
        });
    }
}
