using System.CommandLine;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Site;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Reload;
using AccessKiosk.Kiosk.Hosting;
using AccessKiosk.Web.Hosting;
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
            IEventSink sink = parsed.GetValue(json) ? new JsonEventSink(Console.Out) : new ConsoleEventSink(AnsiConsole.Console, showNames: AnsiConsole.Profile.Out.IsTerminal, EventLanguage.Of(parsed.GetValue(language)));
            using var log = KioskLog.Create();
            await using var kiosk = await LiveKiosk.OpenAsync(options.ForSite(), sink, TimeProvider.System, cancellationToken, log);
            await using var watch = new SettingsWatch(options, KioskOptions.SettingsFile, () => KioskOptions.Load(parsed.GetValue(settings)), kiosk.Record, TimeProvider.System, kiosk.Supervisor);
            await using var web = options.Web.Enabled ? await KioskWeb.StartAsync(kiosk, options.Web, options.Consent, options.Import, cancellationToken) : null;
            if (web is not null)
                WebAddresses.Tell(web);
            await kiosk.RunAsync(cancellationToken);
            return ExitCode.Success;
        });
    }
}
