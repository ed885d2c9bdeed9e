using System.Text;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>The reference of every setting as Markdown; <c>docs/configuration.md</c> is made of it.</summary>
internal static class ConfigurationReference
{
    private const string Head = """
        # Configuration

        Made by `./kiosk config reference` from the options themselves; do not edit by hand.

        Later ones win: `appsettings.json` beside the program, the environment (`ACCESSKIOSK__Section__Key`), the command
        line (`--set Section:Key=Value`). Everything is checked at start, and every fault is told at once with its key, its
        value and what is allowed; a key that is not known is a fault. Secrets are never written here: keys lie in the
        store's key files or come as systemd credentials. `./kiosk config show --origin` tells where each value comes from.

        These settings are read at start. A change of the file while the kiosk runs takes hold at once where that is safe:
        `Quality`, `Retention`, the times and limits of `Recognition` (not `MaxFpir`, `Calibration`) and of `Liveness` (not
        `Calibration`, `Challenge`). The event log names what took hold and what wants a restart; a file with faults changes
        nothing, and says which. What staff change on the pages counts at once and needs no restart: access rules,
        schedules, holidays, groups, people, operators. Times are written `hours:minutes:seconds`, from 24 hours on
        `days.hours:minutes:seconds`: `2.00:00:00` is two days, and `48:00:00` is refused.

        """;

    /// <summary>The whole document.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var section in SettingCatalogue.All.GroupBy(setting => setting.Path.Split(':')[0], StringComparer.Ordinal))
        {
            text.Append($"\n## {section.Key}\n\n| key | takes | unless given | allowed | what it does |\n| --- | --- | --- | --- | --- |\n");
            foreach (var setting in section)
                text.Append($"| `{setting.Path}` | {setting.Kind} | {Cell(setting.Default)} | {setting.Allowed} | {setting.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return text.ToString();
    }

    private static string Cell(string value) => value.Length > 0 ? $"`{value}`" : "";
}
