using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Recognition.Identity;
using AccessKiosk.Recognition.Timeline;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary><c>timeline</c>: who appears when in recordings, those enrolled by name and others by number.</summary>
internal static class TimelineCommand
{
    // Two unknown faces are one person from the score that a gallery of so many would take for a double enrolment.
    private const int Strangers = 100;

    public static Command Create()
    {
        var recordings = new Argument<FileInfo[]>("VIDEO") { Description = "Recordings.", Arity = ArgumentArity.OneOrMore };
        var html = new Option<FileInfo?>("--html") { Description = "Write a page with bars and pictures (one HTML file, works offline). It holds faces and names: readable by you alone." };
        var gap = new Option<double>("--gap") { Description = "Seconds out of view that do not end an appearance, 0 to 60.", DefaultValueFactory = _ => 2 };
        gap.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 60))
                result.AddError("--gap: 0 to 60.");
        });
        var json = Arguments.Json();
        var by = StoreArguments.By();
        var settings = Arguments.Settings();
        var command = new Command("timeline", "Who appears when in recordings, and for how long: people enrolled by name, others as unknown_1, unknown_2, … Audited.") { recordings, html, gap, json, by, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var files = parsed.GetRequiredValue(recordings);
            // A recording that is missing is told before an hour is spent on the others.
            foreach (var file in files.Where(file => !file.Exists))
                throw new CameraException($"{file.FullName} does not exist.");
            // Without a store everybody is unknown.
            await using var workforce = options.Store.Exists
                ? await EnrolledPopulation.OpenAsync(options.Store, options.Recognition.Thresholds, StoreAccess.Read, TimeProvider.System, cancellationToken)
                : null;
            if (workforce is not null)
                await workforce.Store.Audit.RecordAsync(parsed.GetRequiredValue(by), "recording.searched", null, new { recordings = files.Length }, cancellationToken);

            var points = workforce?.Points ?? ActiveCalibration.Load(options.Recognition.Thresholds);
            var gallery = workforce is { Gallery.References: > 0 } ? new GalleryView(workforce.Gallery, points) : null;
            var builder = new TimelineBuilder(
                gallery, options.Recognition.MinMargin, points.DuplicateThreshold(Math.Max(Strangers, workforce?.Gallery.References ?? 0)), TimeSpan.FromSeconds(parsed.GetValue(gap)));
            using var watcher = new AppearanceWatcher(new(options.Inference), options.Detection, options.Tracking, options.Quality, points.MinAgreement);
            List<WatchedRecording> watched = [];
            foreach (var file in files)
                watched.Add(ProgressDisplay.Of(file.Name, progress => Watch(file, watcher, builder, progress, cancellationToken)));

            string? NameOf(PersonId person) => workforce?.NameOf(person);
            if (parsed.GetValue(html) is { } page)
            {
                await PrivateFile.WriteTextAsync(page.FullName, TimelinePage.Html(watched, NameOf));
                Terminal.Say($"written: {page.FullName}");
            }

            var report = TimelineReport.Of(watched, NameOf);
            if (parsed.GetValue(json))
                JsonLines.WriteLine(Console.Out, report);
            else
                Print(report);
            return ExitCode.Success;
        });
    }

    private static WatchedRecording Watch(FileInfo file, AppearanceWatcher watcher, TimelineBuilder builder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var length = TimeSpan.Zero;
        var appearances = watcher.Watch(Timed(RecordedFrames.Of(file, progress, cancellationToken)));
        return new(file.Name, length, appearances.Count(one => one.Probe.Count == 0), builder.Add(appearances));

        IEnumerable<Frame> Timed(IEnumerable<Frame> frames)
        {
            foreach (var frame in frames)
            {
                length = frame.Timestamp;
                yield return frame;
            }
        }
    }

    private static void Print(TimelineReport report)
    {
        foreach (var recording in report.Recordings)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{recording.File}[/]: {Time(recording.Seconds)}{(recording.NotSeenWell > 0 ? $"; {recording.NotSeenWell} faces not seen well enough to compare" : "")}");
            if (recording.Appearances.Count == 0)
                continue;
            var table = new Table().AddColumns("from", "to", "name");
            foreach (var one in recording.Appearances)
                table.AddRow(new Text(Time(one.From)), new Text(Time(one.To)), new Text(Terminal.Plain(one.Name)));
            AnsiConsole.Write(table);
        }

        if (report.People.Count == 0)
        {
            AnsiConsole.WriteLine("Nobody was seen well enough to compare.");
            return;
        }

        var totals = new Table().AddColumns("name", "in view", "appearances", "recordings");
        foreach (var one in report.People)
            totals.AddRow(new Text(Terminal.Plain(one.Name)), new Text(Time(one.Seconds)), new Text($"{one.Appearances}"), new Text($"{one.Recordings}"));
        AnsiConsole.Write(totals);
    }

    private static string Time(double seconds) => TimelinePage.Time(TimeSpan.FromSeconds(seconds));
}
