using System.CommandLine;
using System.Globalization;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Bench;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>soak</c>: does it stay as it is for hours?</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static Command Create()
    {
        var length = new Option<string>("--for") { Description = "Duration: 90s, 60m, 24h.", DefaultValueFactory = _ => "60m", HelpName = "TIME" };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("soak", "Play recordings at full speed and report memory, handles, threads and dropped frames. Exit code 1 unless they stay flat after the warm-up.") { length, json, settings };
        return command.Runs((parsed, cancellationToken) =>
        {
            var time = Length(parsed.GetRequiredValue(length));
            SoakReport report = null!;
            ProgressDisplay.Over(60, "soaking", step => report = Soak.Run(KioskOptions.Load(parsed.GetValue(settings)), time, _ => step(), TimeProvider.System, cancellationToken));
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                Print(report);
            return Task.FromResult(report.IsFlat ? ExitCode.Success : ExitCode.Negative);
        });
    }

    /// <summary>A length as people write it.</summary>
    internal static TimeSpan Length(string text)
    {
        var seconds = text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch { 's' => number, 'm' => number * 60, 'h' => number * 3600, _ => double.NaN }
            : double.NaN;
        return seconds >= Shortest.TotalSeconds && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new InputException($"--for is {text}; allowed: 30s to 168h, for instance 60m.");
    }

    private static void Print(SoakReport report)
    {
        var table = new Table().AddColumns("", "after the warm-up", "at the end", "may rise by", "");
        foreach (var trend in report.Trends)
            table.AddRow(new Text(trend.What), new Text($"{trend.First:0.0}"), new Text($"{trend.Last:0.0}"), new Text($"{trend.Allowed:0.0}"), new Markup(trend.IsFlat ? "[green]flat[/]" : "[red]rises[/]"));
        AnsiConsole.Write(table);
        if (report.Trends.Count == 0)
            AnsiConsole.MarkupLine("[red]too few samples to tell[/]: run it for longer");
        AnsiConsole.MarkupLineInterpolated($"{report.Frames:N0} frames in {report.Seconds:0} s ({report.Frames / report.Seconds:0.0} a second), {report.Decisions:N0} decisions, {report.Dropped:N0} frames dropped");
    }
}
