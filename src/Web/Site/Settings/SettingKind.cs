namespace AccessKiosk.Web.Site.Settings;

/// <summary>How a setting is entered.</summary>
public enum SettingKind
{
    /// <summary>A line of text.</summary>
    Text,

    /// <summary>On or off.</summary>
    Switch,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A time: hours:minutes:seconds.</summary>
    Time,
}
