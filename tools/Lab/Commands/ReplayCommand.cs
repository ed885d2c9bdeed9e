using System.CommandLine;
using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;

namespace AccessKiosk.Lab.Commands;

/// <summary><c>replay</c>: the whole pipeline on a recording, with a simulated door.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var video = new Argument<FileInfo>("VIDEO") { Description = "A recording to use as the camera." };
        var enrol = new Option<string[]>("--enroll", "--enrol") { Description = "Enrol a person first; can be repeated.", Arity = ArgumentArity.ZeroOrMore, HelpName = "NAME=IMAGE_OR_VIDEO" };
        var realtime = new Option<bool>("--realtime") { Description = "Play at the recording's own pace instead of as fast as possible." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var language = EventLanguage.Option();
        var command = new Command("replay", "Play a recording through the whole pipeline and print the events.") { video, enrol, realtime, json, language, settings };
        return command.Runs((parsed, cancellationToken) =>
        {
            var file = parsed.GetRequiredValue(video);
            if (!file.Exists)
                throw new InputException($"No such file: {file.FullName}");
            var options = KioskOptions.Load(parsed.GetValue(settings));
            IEventSink sink = parsed.GetValue(json) ? new JsonEventSink(Console.Out, showNames: true) : new ConsoleEventSink(Spectre.Console.AnsiConsole.Console, showNames: true, EventLanguage.Of(parsed.GetValue(language)));
            var events = new SceneEvents(sink);
            using var kiosk = SimulatedKiosk.Create(options, events);
            kiosk.Enrol([.. (parsed.GetValue(enrol) ?? []).Select(EnrollmentSource.Parse)], cancellationToken);
            kiosk.Play(new() { Source = file.FullName, Speed = parsed.GetValue(realtime) ? PlaybackSpeed.RealTime : PlaybackSpeed.Maximum }, file.Name, _ => false, cancellationToken);
            return Task.FromResult(ExitCode.Success);
        });
    }
}
