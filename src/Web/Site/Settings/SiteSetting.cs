namespace AccessKiosk.Web.Site.Settings;

/// <summary>A setting that staff may change on the settings page.</summary>
/// <param name="Key"><c>Section:Key</c>.</param>
/// <param name="Group">The part of the page that it stands in.</param>
/// <param name="Label">What it is called there.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Kind">How it is entered.</param>
/// <param name="Value">What it is set to, as a configuration writes it.</param>
/// <param name="Default">What it is without being set.</param>
/// <param name="Choices">The values to choose from; empty where any in its range will do.</param>
/// <param name="Allowed">The range, in words; empty when any value will do.</param>
/// <param name="FixedBy">What sets it over the pages, so that it cannot be changed there; null for nothing.</param>
/// <param name="AwaitsRestart">Whether the running kiosk still has another value until it is started again.</param>
public sealed record SiteSetting(
    string Key, string Group, string Label, string Summary, SettingKind Kind, string Value, string Default, IReadOnlyList<string> Choices, string Allowed, string? FixedBy, bool AwaitsRestart)
{
    /// <summary>Whether it has another value than the default.</summary>
    public bool IsChanged => !Value.Equals(Default, StringComparison.Ordinal);
}
