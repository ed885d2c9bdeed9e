using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Store;

/// <summary><c>privacy</c>: what must not be kept longer.</summary>
internal static class PrivacyCommand
{
    public static Command Create() => new("privacy", "Enforce the retention times (configuration section Retention).") { Purge(), ConfirmClock() };

    private static Command Purge()
    {
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        return new Command("purge", "Delete data that is past its retention time; a running kiosk does so daily. Audited.") { json }.Writes(settings, async (parsed, store, cancellationToken) =>
        {
            var report = await store.Privacy.PurgeAsync(KioskOptions.Load(parsed.GetValue(settings)).Retention, cancellationToken);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                AnsiConsole.MarkupLineInterpolated(
                    $"removed: {report.Events:N0} events, {report.Alerts:N0} spoof alerts, {report.Pictures:N0} pictures of such, {report.References:N0} references of {report.People:N0} people not seen for long, {report.Renewals:N0} proposed renewals");
            if (report.ClockFault is { } fault)
                Terminal.Messages.MarkupLineInterpolated($"{fault}");
            return report.ClockFault is null ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static Command ConfirmClock()
    {
        var settings = Arguments.Settings();
        var by = StoreArguments.By();
        return new Command("confirm-clock", "Say that the date is right after a long outage or a corrected clock: what is past its retention time by it may be removed again. Audited.") { by }
            .Writes(settings, async (parsed, store, cancellationToken) =>
            {
                var clock = await store.Clock.ConfirmAsync(parsed.GetRequiredValue(by), cancellationToken);
                AnsiConsole.MarkupLineInterpolated($"{clock.Now:yyyy-MM-dd HH:mm} UTC is confirmed; the next purge goes by it.");
                return ExitCode.Success;
            });
    }
}
