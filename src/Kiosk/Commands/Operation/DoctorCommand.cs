using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Health;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary><c>doctor</c>: is everything there that the kiosk needs, and what to do where it is not.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("doctor", "Check camera, doors, models, calibration, store, libraries, disk and clock. Exit code 1 if a check fails.") { json, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var results = await DoctorChecks.RunAsync(options, cancellationToken);
            if (parsed.GetValue(json))
            {
                foreach (var result in results)
                    JsonLines.WriteLine(Console.Out, result);
            }
            else
            {
                Print(results);
            }

            return results.Any(result => result.Status is CheckStatus.Fail) ? ExitCode.Negative : ExitCode.Success;
        });
    }

    private static void Print(IEnumerable<CheckResult> results)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "check", "found; what to do");
        table.Columns[1].NoWrap();
        foreach (var result in results)
            table.AddRow(
                new Markup(Mark(result.Status)), new Text(result.Check),
                result.Advice.Length == 0 ? new Text(result.Found) : new Rows(new Text(result.Found), new Text(result.Advice, new(decoration: Decoration.Bold))));
        AnsiConsole.Write(table);
    }

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Ok => "[green]ok[/]",
        CheckStatus.Warn => "[yellow]warn[/]",
        _ => "[red]fail[/]",
    };
}
