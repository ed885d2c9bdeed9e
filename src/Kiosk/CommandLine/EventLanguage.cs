using System.CommandLine;
using System.Globalization;
using AccessKiosk.Access.Events;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>In which language a command tells events: that of <c>--lang</c>, else of the environment's locale, else English.</summary>
internal static class EventLanguage
{
    // In the order in which the C library looks.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    public static Option<string> Option()
    {
        var option = new Option<string>("--lang") { Description = "Language of the events' words; default: that of LANG.", HelpName = "LANGUAGE" };
        option.AcceptOnlyFromAmong([.. EventFormatter.Languages]);
        return option;
    }

    /// <summary>The culture of the words.</summary>
    /// <param name="chosen">What the option says; null for nothing.</param>
    /// <param name="variable">The environment.</param>
    public static CultureInfo Of(string? chosen, Func<string, string?> variable) =>
        EventFormatter.Culture(chosen ?? Variables.Select(variable).FirstOrDefault(text => !string.IsNullOrEmpty(text))) ?? CultureInfo.GetCultureInfo("en");

    /// <summary>The culture of the words in this environment.</summary>
    public static CultureInfo Of(string? chosen) => Of(chosen, Environment.GetEnvironmentVariable);
}
