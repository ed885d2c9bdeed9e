using System.CommandLine;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Bench;
using AccessKiosk.Lab.Demo;
using Spectre.Console;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>bench</c>: time of every stage against the models' own inference.</summary>
internal static class BenchCommand
{
    private const int WarmUp = 30;
    private const int Pairs = 12;
    private const int FloodPairs = 8;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    // Nobody is decided on meanwhile: the pages show pictures, and every stage stays on.
    private const double NoDecision = 30;

    public static Command Create()
    {
        var video = new Option<FileInfo?>("--video") { Description = "The recording to measure with. Default: one of the demonstration's." };
        var frames = new Option<int>("--frames") { Description = "Frames to measure; not with --pages.", DefaultValueFactory = _ => 300 };
        var width = new Option<int>("--width") { Description = "Width to which frames are scaled.", DefaultValueFactory = _ => 640 };
        var height = new Option<int>("--height") { Description = "Height to which frames are scaled.", DefaultValueFactory = _ => 480 };
        var pages = new Option<int>("--pages") { Description = "Measure the cost of this many open screens for the camera loop instead (1 to 16)." };
        pages.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 16)
                result.AddError("--pages: 1 to 16 screens.");
        });
        var import = new Option<DirectoryInfo?>("--import") { Description = "Measure the cost of an import of this folder for the camera loop, and the memory after some, instead; nothing is stored." };
        var flood = new Option<bool>("--flood") { Description = "Measure the cost of floods of sign-ins and of pictures from the network for the camera loop instead." };
        var decisions = new Option<bool>("--decisions") { Description = "Measure instead where the time from a face near enough to the relay goes, in an unknown and in a known room." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("bench", "Measure each stage of the camera loop against the models' own inference time.") { video, frames, width, height, pages, import, flood, decisions, json, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (parsed.GetValue(import) is { } folder)
                return await ImportAsync(options, parsed.GetValue(video)?.FullName ?? DemoRecordings.AnotherDay, folder, parsed.GetValue(json), cancellationToken);
            if (parsed.GetValue(flood))
                return await FloodAsync(options, parsed.GetValue(video)?.FullName ?? DemoRecordings.AnotherDay, parsed.GetValue(json), cancellationToken);
            if (parsed.GetValue(decisions))
                return Decisions(options, parsed.GetValue(json), cancellationToken);
            if (parsed.GetValue(pages) > 0)
                return await PagesAsync(options, parsed.GetValue(video)?.FullName ?? DemoRecordings.AnotherDay, parsed.GetValue(pages), parsed.GetValue(json), cancellationToken);
            var count = parsed.GetValue(frames) + WarmUp;
            using var recorded = BenchFrames.Read(parsed.GetValue(video)?.FullName ?? DemoRecordings.AnotherDay, count, parsed.GetValue(width), parsed.GetValue(height), cancellationToken);
            using var bench = new PipelineBench(options);
            BenchReport report = null!;
            ProgressDisplay.Over(count, "measuring", step => report = bench.Run(recorded.Frames, WarmUp, step, cancellationToken));
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                Print(report);
            return ExitCode.Success;
        });
    }

    private static int Decisions(KioskOptions options, bool json, CancellationToken cancellationToken)
    {
        using var bench = new DecisionBench(options);
        IReadOnlyList<DecisionReport> reports = [];
        ProgressDisplay.Over(2 * DecisionBench.Presentations, "measuring", step => reports = bench.Run(step, cancellationToken));
        foreach (var report in reports)
        {
            if (json)
                JsonLines.WriteLine(Console.Out, report);
            else
                Print(report);
        }

        return ExitCode.Success;
    }

    private static async Task<int> PagesAsync(KioskOptions options, string video, int pages, bool json, CancellationToken cancellationToken)
    {
        options.Recognition.TimeLimit = NoDecision;
        options.Web.Port = 0;
        await using var site = await DemoSite.OpenAsync(options, new NoEvents(), Terminal.Say, cancellationToken);
        var report = await ProgressDisplay.OverAsync(2 * Pairs + 1, "measuring", step => new PagesBench(site, video).RunAsync(pages, Pairs, Window, step, cancellationToken));
        if (json)
            JsonLines.WriteLine(Console.Out, report);
        else
            Print(report);
        return ExitCode.Success;
    }

    private static async Task<int> ImportAsync(KioskOptions options, string video, DirectoryInfo folder, bool json, CancellationToken cancellationToken)
    {
        options.Recognition.TimeLimit = NoDecision;
        options.Web.Port = 0;
        var plan = ImportPlan.Folders(folder);
        await using var site = await DemoSite.OpenAsync(options, new NoEvents(), Terminal.Say, cancellationToken);
        var report = await ProgressDisplay.OverAsync(ImportBench.Steps(Pairs), "measuring", step => new ImportBench(site, video, plan).RunAsync(Pairs, Window, step, cancellationToken));
        if (json)
            JsonLines.WriteLine(Console.Out, report);
        else
            Print(report);
        return ExitCode.Success;
    }

    private static async Task<int> FloodAsync(KioskOptions options, string video, bool json, CancellationToken cancellationToken)
    {
        options.Recognition.TimeLimit = NoDecision;
        options.Web.Enabled = true;
        options.Web.Port = 0;
        await using var site = await DemoSite.OpenAsync(options, new NoEvents(), Terminal.Say, cancellationToken);
        var report = await ProgressDisplay.OverAsync(FloodBench.Steps(FloodPairs), "measuring", step => new FloodBench(site, video).RunAsync(FloodPairs, Window, step, cancellationToken));
        if (json)
        {
            JsonLines.WriteLine(Console.Out, report);
            return ExitCode.Success;
        }

        Print(report.SignIns, $"in a flood of sign-ins ({report.Refused:0.0} answered a second)");
        Print(report.Pictures, $"in a flood of pictures ({report.Detected:0.0} answered a second)");
        return ExitCode.Success;
    }

    private static void Print(FrameShare share, string when)
    {
        AnsiConsole.MarkupLineInterpolated($"{share.Kept:P1} of the frame rate kept {when}: median of {share.Pairs} pairs of {share.WindowSeconds:0} s, half of them between {share.KeptLow:P1} and {share.KeptHigh:P1}");
        AnsiConsole.MarkupLineInterpolated($"camera {share.CameraFps:0.0} frames a second, loop {share.AloneFps:0.0} alone, {share.LoadedFps:0.0} meanwhile");
        if (share.AloneFps < 0.95 * share.CameraFps)
            AnsiConsole.MarkupLine("[yellow]This machine is too slow or too busy for the camera even without that: the share kept says little.[/]");
    }

    private static void Print(ImportCost r)
    {
        Print(r.Share, $"while {r.Pictures} pictures of {r.People} people are read");
        AnsiConsole.MarkupLineInterpolated($"memory {r.BeforeMb:0} MB before, {string.Join(", ", r.AfterMb.Select(after => $"{after:0}"))} MB after each import");
    }

    private sealed class NoEvents : IEventSink
    {
        public void Publish(AccessEvent happened)
        {
            // Printing is not what is measured.
        }
    }

    private static void Print(DecisionReport report)
    {
        AnsiConsole.MarkupLineInterpolated($"room {(report.RoomIsKnown ? "known" : "unknown")}: {report.Granted} of {report.Presentations} granted; {report.DoorMs:0} ms from the frame that decides to the relay on this machine");
        var table = new Table().AddColumns("stage", "done after, median s");
        foreach (var (stage, seconds) in report.Stages)
            table.AddRow(stage, seconds is { } median ? $"{median:0.00}" : "–");
        AnsiConsole.Write(table);
    }

    private static void Print(PagesReport r)
    {
        AnsiConsole.MarkupLineInterpolated($"{r.Kept:P1} of the frame rate kept with {r.Pages} screens open: median of {r.Pairs} pairs of {r.WindowSeconds:0} s, half of them between {r.KeptLow:P1} and {r.KeptHigh:P1}");
        AnsiConsole.MarkupLineInterpolated($"camera {r.CameraFps:0.0} frames a second, loop {r.AloneFps:0.0} alone, {r.WithPagesFps:0.0} with screens; processor {r.AloneCores:0.00} cores alone, {r.WithPagesCores:0.00} with screens ({r.PicturesPerSecond:0.0} pictures a second each)");
        AnsiConsole.MarkupLineInterpolated($"a result reaches the screens after {r.ResultMedianMs:0.0} ms (median), {r.ResultP95Ms:0.0} ms (p95)");
        if (r.AloneFps < 0.95 * r.CameraFps)
            AnsiConsole.MarkupLine("[yellow]This machine is too slow or too busy for the camera even without screens: the share kept says little.[/]");
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
