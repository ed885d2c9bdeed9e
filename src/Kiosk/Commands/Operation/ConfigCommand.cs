using System.CommandLine;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary><c>config</c>: what is set, where it was set, and what can be set.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Show the configuration, where each value comes from, and all settings.") { Show(), Reference() };

    private static Command Show()
    {
        var origin = new Option<bool>("--origin") { Description = "Also print where each value comes from, including defaults." };
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        return new Command("show", "Print the active values. Without --origin only values that were set; passwords in addresses are masked.") { origin, json, settings }.Runs((parsed, _) =>
        {
            // What has faults is refused with all of them first.
            KioskOptions.Load(parsed.GetValue(settings));
            var all = parsed.GetValue(origin);
            SettingOrigin[] shown = [.. SettingOrigins.Of(KioskOptions.Sources(parsed.GetValue(settings))).Where(setting => all || setting.Origin != "default")];
            if (parsed.GetValue(json))
                Array.ForEach(shown, setting => JsonLines.WriteLine(Console.Out, setting));
            else if (shown.Length == 0)
                AnsiConsole.MarkupLine("Nothing is set: every default holds (--origin lists them).");
            else
                Print(shown, all);
            return Task.FromResult(ExitCode.Success);
        });
    }

    private static Command Reference() =>
        new Command("reference", "Print the reference of every setting as Markdown (docs/configuration.md).").Runs((_, _) =>
        {
            Console.Out.Write(ConfigurationReference.Markdown());
            return Task.FromResult(ExitCode.Success);
        });

    private static void Print(SettingOrigin[] shown, bool origins)
    {
        var table = new Table().AddColumns("key", "value");
        if (origins)
            table.AddColumn("from");
        foreach (var setting in shown)
            table.AddRow(origins ? [new Text(setting.Key), new Text(setting.Value), new Text(setting.Origin)] : [new Text(setting.Key), new Text(setting.Value)]);
        AnsiConsole.Write(table);
    }
}
