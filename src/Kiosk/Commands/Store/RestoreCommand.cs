using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage.Lifecycle;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>restore</c>: a backup in the database's place.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var source = new Argument<FileInfo>("FILE") { Description = "A file written by backup." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask for confirmation." };
        var unsealed = new Option<bool>("--unsealed") { Description = "Accept a backup without a seal, as versions before 0.2 wrote them. Its content cannot be authenticated." };
        var drop = new Option<bool>("--drop-unreadable") { Description = "Drop people whose keys are missing, instead of refusing the backup." };
        var by = StoreArguments.By();
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("restore", "Restore the database from a backup. The backup's seal is verified first, what it changes is shown (operators, API keys, groups, settings, people), and you are asked. The old file is kept, and people erased since then stay erased. Stop the kiosk first.")
        {
            source, yes, unsealed, drop, by, json, settings,
        };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            await using var restore = await KioskStore.PrepareRestoreAsync(
                options.Store,
                parsed.GetRequiredValue(source).FullName,
                parsed.GetRequiredValue(by),
                parsed.GetValue(drop),
                parsed.GetValue(unsealed),
                TimeProvider.System,
                cancellationToken);
            Show(restore.Changes);
            if (!parsed.GetValue(yes) && !await Confirmation.AskOrRefuseAsync(
                "Nothing was restored: look through what changes, then add --yes.", "Restore it?", cancellationToken))
            {
                Terminal.Say("nothing was restored");
                return ExitCode.Negative;
            }

            var report = await restore.ApplyAsync();
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated(
                    $"restored: {report.People:N0} people; {report.ErasedAgain:N0} erased again, {report.Dropped:N0} dropped; the database before is kept at {report.KeptFile ?? "(there was none)"}");
            KeysCommand.TellUnused(report.UnusedKeys);
            return ExitCode.Success;
        });
    }

    private static void Show(RestoreChanges changes)
    {
        if (!changes.Sealed)
            Terminal.Say("the backup carries no seal: nothing vouches for what follows");
        Terminal.Say((changes.Compared, changes.Lines.Count) switch
        {
            (true, 0) => "the backup holds what the database holds now",
            (true, _) => "what changes, now → in the backup:",
            _ => "there is no readable database to compare with; the backup holds:",
        });
        foreach (var line in changes.Lines)
            Terminal.Say(Terminal.Plain($"  {line.Table.Replace('_', ' ')} {line.Name}: {line.Now ?? "none"} → {line.Then ?? "none"}"));
    }
}
