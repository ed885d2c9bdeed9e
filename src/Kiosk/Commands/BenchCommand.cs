using System.CommandLine;
using AccessKiosk.Kiosk.Bench;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Demo;
using AccessKiosk.Kiosk.Events;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>bench</c>: time of every stage against the models' own inference.</summary>
internal static class BenchCommand
{
    private const int WarmUp = 30;

    public static Command Create()
    {
        var video = new Option<FileInfo?>("--video") { Description = "The recording to measure on; one of the demonstration's unless given." };
        var frames = new Option<int>("--frames") { Description = "Frames to measure.", DefaultValueFactory = _ => 300 };
        var width = new Option<int>("--width") { Description = "Width that the frames are brought to.", DefaultValueFactory = _ => 640 };
        var height = new Option<int>("--height") { Description = "Height that the frames are brought to.", DefaultValueFactory = _ => 480 };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("bench", "Measure each stage of the camera loop against the models' own inference time.") { video, frames, width, height, json, settings };
        return command.Runs((parsed, cancellation) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var count = parsed.GetValue(frames) + WarmUp;
            using var recorded = BenchFrames.Read(parsed.GetValue(video)?.FullName ?? DemoRecordings.AnotherDay, count, parsed.GetValue(width), parsed.GetValue(height), cancellation);
            using var bench = new PipelineBench(options);
            BenchReport report = null!;
            Progress.Over(count, "measuring", step => report = bench.Run(recorded.Frames, WarmUp, step, cancellation));
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                Print(report);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static void Print(BenchReport report)
    {
        var table = new Table().AddColumns("stage", "median ms", "p95 ms", "of the floor");
        foreach (var stage in report.Stages)
            table.AddRow(stage.Name, $"{stage.MedianMs:0.000}", $"{stage.P95Ms:0.000}", $"{stage.MedianMs / report.FloorMs:P0}");
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"{report.Frames} frames of {report.Width}×{report.Height}, one thread: overhead {report.OverheadRatio:0.000} of the floor, {report.BytesPerFrame:0.#} bytes allocated a frame");
    }
}
