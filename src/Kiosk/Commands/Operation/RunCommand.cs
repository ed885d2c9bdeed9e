using System.CommandLine;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Site;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Reload;
using AccessKiosk.Kiosk.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary><c>run</c>: the kiosk itself.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var language = EventLanguage.Option();
        var command = new Command("run", "Run the kiosk with the configured cameras and doors. Ends at Ctrl-C, SIGTERM or the end of a recording.") { json, language, settings };
        return command.Runs(async (parsed, cancellationToken) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            IEventSink sink = parsed.GetValue(json) ? new JsonEventSink(Console.Out, showNames: false) : new ConsoleEventSink(AnsiConsole.Console, showNames: AnsiConsole.Profile.Out.IsTerminal, EventLanguage.Of(parsed.GetValue(language)));
            await using var kiosk = await KioskHost.OpenAsync(
                options, sink, TimeProvider.System, cancellationToken, host => host.Services.AddSettingsWatch(parsed.GetValue(settings)).AddLaneLoops());
            await kiosk.StartAsync(cancellationToken);
            if (kiosk.Services.GetRequiredService<DoorSet>().Simulated is { Count: > 0 } simulated)
                Terminal.Say($"Simulated relay: no lock moves at {string.Join(", ", simulated)}. doctor says what to do.");
            if (kiosk.Pages is { } pages)
                await WebAddresses.TellAsync(pages, cancellationToken);
            await kiosk.WaitAsync(cancellationToken);
            return ExitCode.Success;
        });
    }
}
