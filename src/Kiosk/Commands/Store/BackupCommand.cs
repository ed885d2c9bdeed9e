using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>backup</c>: a consistent copy of the database, while the kiosk runs.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<FileInfo>("FILE") { Description = "The file to write." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var command = new Command("backup", "Copy the database to a file, also while the kiosk runs. The copy contains no keys: keep keys/ elsewhere.") { target, overwrite, by, json };
        return command.ReadsAudited(Arguments.Settings(), async (parsed, store, cancellationToken) =>
        {
            var report = await store.BackupAsync(parsed.GetRequiredValue(target).FullName, parsed.GetRequiredValue(by), parsed.GetValue(overwrite), cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated($"{report.File}: {report.People:N0} people, {report.References:N0} references, {report.Bytes / 1024.0 / 1024.0:0.0} MB, checked");
            return ExitCode.Success;
        });
    }
}
