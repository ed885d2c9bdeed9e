namespace AccessKiosk.Web;

/// <summary>The languages of the screen; each has its texts in <c>wwwroot/screen</c>, one file a language.</summary>
internal static class ScreenLanguages
{
    /// <summary>Code (BCP 47) and the language's own name, in the order of the buttons.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new OrderedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "English",
        ["de"] = "Deutsch",
        ["es"] = "Español",
        ["fr"] = "Français",
        ["it"] = "Italiano",
        ["ar"] = "العربية",
    };

    /// <summary>The direction of a language's script.</summary>
    public static string Direction(string language) => language == "ar" ? "rtl" : "ltr";
}
