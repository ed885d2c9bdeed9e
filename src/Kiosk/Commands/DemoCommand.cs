using System.CommandLine;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Demo;
using AccessKiosk.Kiosk.Events;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>demo</c>: the kiosk at work on real recordings, from enrolment to door.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var speed = new Option<string>("--speed") { Description = "real (the recordings' own pace) or max.", DefaultValueFactory = _ => "real" };
        speed.AcceptOnlyFromAmong("real", "max");
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("demo", "Show the kiosk working: an enrolled man, a stranger, and a (simulated) printed photo.") { speed, json, settings };
        return command.Runs((parsed, cancellation) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var pace = parsed.GetValue(speed) == "max" ? PlaybackSpeed.Maximum : PlaybackSpeed.RealTime;
            var isJson = parsed.GetValue(json);
            IEventSink sink = isJson ? new JsonEventSink(Console.Out) : new ConsoleEventSink(AnsiConsole.Console);
            var results = new Demonstration(options, sink, pace, story => Tell(isJson, story)).Run(cancellation);
            if (isJson)
                foreach (var result in results)
                    JsonLines.WriteLine(Console.Out, new SceneLine(result));
            else
                Print(results);
            return Task.FromResult(results.All(result => result.AsExpected) ? ExitCode.Success : ExitCode.Negative);
        });
    }

    private static void Tell(bool isJson, string story)
    {
        if (!isJson)
            AnsiConsole.MarkupLineInterpolated($"[bold]{story}[/]");
    }

    private static void Print(IReadOnlyList<SceneResult> results)
    {
        var table = new Table().AddColumns("clip", "expected", "got", "", "frames", "time to decision");
        foreach (var r in results)
            table.AddRow(
                r.Scene.Name, Word(r.Scene.Expected), Word(r.Got), r.AsExpected ? "[green]as expected[/]" : "[red]NOT as expected[/]",
                $"{r.Frames}", r.SecondsToDecision is { } seconds ? $"{seconds:0.00} s" : "");
        AnsiConsole.Write(table);
    }

    private static string Word(EventKind kind) => $"{kind}".ToLowerInvariant();

    private sealed record SceneLine(string Kind, string Scene, EventKind Expected, EventKind Got, bool AsExpected, long Frames, double? SecondsToDecision)
    {
        public SceneLine(SceneResult r) : this("scene", r.Scene.Name, r.Scene.Expected, r.Got, r.AsExpected, r.Frames, r.SecondsToDecision) { }
    }
}
