namespace AccessKiosk.Kiosk.Configuration;

/// <summary>A setting that the settings page offers.</summary>
/// <param name="Key"><c>Section:Key</c>.</param>
/// <param name="Group">The part of the page that it stands in.</param>
/// <param name="Label">What it is called there.</param>
/// <param name="Summary">What it does, in the words of the pages.</param>
internal readonly record struct StaffSetting(string Key, string Group, string Label, string Summary);

/// <summary>
/// The settings that staff may change on a page: none of them names a device, a file, an address or a secret, none destroys data
/// sooner, and none lets anybody in without being live and known.
/// </summary>
internal static class StaffSettings
{
    private const string Screen = "The door's screen";
    private const string Checks = "Before somebody is let in";
    private const string Enrollment = "Enrolment";
    private const string Sessions = "Staff's sessions";
    private const string Messages = "Mail and MQTT";

    /// <summary>All of them, in the page's order.</summary>
    public static IReadOnlyList<StaffSetting> All { get; } =
    [
        new("Web:Screen:Language", Screen, "Language",
            "What the screen speaks until somebody taps another language."),
        new("Web:Screen:Name", Screen, "Greeting",
            "How a person who is let in is greeted: by name, by initials, or not at all."),
        new("Web:Screen:Contact", Screen, "Whom to ask",
            "Shown with a denial and when something is wrong: a name and a number, one line."),
        new("Web:Screen:Sound", Screen, "Sound",
            "A short sound goes with a result."),
        new("Web:Screen:Speech", Screen, "Speech",
            "The words are also spoken, where the display's browser has a voice for the language."),
        new("Web:Screen:HighContrast", Screen, "High contrast",
            "Black on white and white on black, for a door in bright light."),
        new("Web:Screen:Reach", Screen, "Reach",
            "On tall screens: the share of the height, from the lower edge, that holds everything to be touched. It is (1220 mm − height of the lower edge) ÷ height of the picture."),
        new("Web:Screen:IdleAfter", Screen, "Picture hidden after",
            "How long nobody must be there until the camera picture is hidden."),
        new("Liveness:AlwaysChallenge", Checks, "Always ask for a movement",
            "Everybody turns or lifts the head before the door opens. The surest stop for a mask that is worn."),
        new("Liveness:NeedsKnownBackground", Checks, "Ask for a movement until the empty background was seen",
            "After a start with somebody in the picture everybody is asked until the camera has seen the place empty. Stops screens that fill the picture."),
        new("Liveness:Challenge:MaxFailures", Checks, "Failed movements before a pause",
            "After so many none is asked for a while."),
        new("Liveness:Challenge:BackOffSeconds", Checks, "Length of the pause, in seconds",
            "How long none is asked."),
        new("Recognition:GrantAgainAfter", Checks, "Seconds until a person who stays is let in again",
            "Counted from the last time the door opened for them."),
        new("Enrollment:Wanted", Enrollment, "Captures for each person",
            "How many a guided enrolment takes; recognition is surer with more."),
        new("Enrollment:Renewal:Enabled", Enrollment, "Propose renewals",
            "When somebody who was recognised surely has changed, a new capture is proposed, for those who agreed to that."),
        new("Enrollment:Renewal:Automatic", Enrollment, "Accept renewals without an operator",
            "A proposal counts at once; it is audited all the same."),
        new("Enrollment:Renewal:MinDaysSinceCapture", Enrollment, "Days until a renewal is proposed",
            "Days since the newest capture."),
        new("Web:IdleTime", Sessions, "Idle time",
            "How long an operator may do nothing before signing in again."),
        new("Web:SessionLife", Sessions, "Longest session",
            "How long a session lasts, however busy it is."),
        new("Mail:Names", Messages, "Names in mails",
            "Mails name people and tell what staff wrote. A mailbox is kept longer than the kiosk keeps its events, and by others."),
        new("Mail:BundleTime", Messages, "Time between mails of one kind",
            "What comes meanwhile is told in one mail. Alarms wait a minute at most."),
        new("Mqtt:Names", Messages, "Names in MQTT messages",
            "Events name who was let in or refused. A home server keeps them as long as it likes."),
    ];

    private static readonly HashSet<string> Keys = [.. All.Select(setting => setting.Key)];

    /// <summary>Whether pages may set a key.</summary>
    public static bool Include(string key) => Keys.Contains(key, StringComparer.OrdinalIgnoreCase);
}
