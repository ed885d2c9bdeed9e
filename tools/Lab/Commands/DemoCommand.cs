using System.CommandLine;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Operation;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>demo</c>: the kiosk at work on real recordings, from enrolment to door.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var speed = new Option<string>("--speed") { Description = "real (the recordings' own pace) or max.", DefaultValueFactory = _ => "real" };
        speed.AcceptOnlyFromAmong("real", "max");
        var noWeb = new Option<bool>("--no-web") { Description = "Open no pages." };
        var stay = new Option<bool>("--stay") { Description = "Keep playing with the pages open until Ctrl-C, as in a terminal." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var language = EventLanguage.Option();
        var command = new Command("demo", "Play a demonstration: an enrolled man, a stranger and a simulated printed photo, with all pages open.") { speed, noWeb, stay, json, language, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var pace = parsed.GetValue(speed) == "max" ? PlaybackSpeed.Maximum : PlaybackSpeed.RealTime;
            var isJson = parsed.GetValue(json);
            var events = new SceneEvents(isJson ? new JsonEventSink(Console.Out, showNames: true) : new ConsoleEventSink(AnsiConsole.Console, showNames: true, EventLanguage.Of(parsed.GetValue(language))));
            options.Web.Enabled = !parsed.GetValue(noWeb);
            await using var site = await DemoSite.OpenAsync(options, events, Terminal.Say, cancellationToken);
            Terminal.Say("Demonstration: the door is simulated, no lock moves.");
            if (site.Pages is { } pages)
            {
                await WebAddresses.TellAsync(pages, cancellationToken);
                Terminal.Say($"At the screen's pad: staff number {DemoSite.Number}, PIN {DemoSite.Pin}, for somebody who declined to use her face.");
            }

            var demonstration = new Demonstration(site, events, story => Tell(isJson, story));
            var results = await demonstration.RunAsync(pace, cancellationToken);
            if (isJson)
                foreach (var result in results)
                    JsonLines.WriteLine(Console.Out, new SceneLine(result));
            else
                Print(results);
            if (parsed.GetValue(stay) || (site.Pages is not null && !isJson && !Console.IsOutputRedirected))
                Stay(demonstration, cancellationToken);
            return results.All(result => result.AsExpected) ? ExitCode.Success : ExitCode.Negative;
        });
    }

    private static void Stay(Demonstration demonstration, CancellationToken cancellationToken)
    {
        Terminal.Say("The recordings continue to play as the camera. Ctrl-C ends.");
        try
        {
            demonstration.Loop(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it.
        }
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

    private static string Word(EventCode code) => EventFormatter.Name(code.Name).ToLowerInvariant();

    private sealed record SceneLine(string Kind, string Scene, EventCode Expected, EventCode Got, bool AsExpected, long Frames, double? SecondsToDecision)
    {
        public SceneLine(SceneResult r) : this("scene", r.Scene.Name, r.Scene.Expected, r.Got, r.AsExpected, r.Frames, r.SecondsToDecision) { }
    }
}
