using System.Globalization;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Review;

/// <summary>How pages show recorded events.</summary>
internal static class EventDisplay
{
    /// <summary>What pages offer to filter by: decisions and alarms by their codes, everything by severity and group.</summary>
    public static IReadOnlyList<string> Choices { get; } =
    [
        .. EventCodes.All.Where(code => code.Group == "access").Select(code => code.Name),
        .. EventCodes.Filters.Where(filter => !filter.Contains('.', StringComparison.Ordinal)),
        .. EventCodes.All.Where(code => code.Severity is EventSeverity.Alarm && code.Group is "door" or "alarm" or "camera").Select(code => code.Name),
    ];

    /// <summary>What only technicians ask for.</summary>
    public static IReadOnlyList<EventCode> Technical { get; } =
    [
        EventCodes.CameraOpened, EventCodes.CameraEnded, EventCodes.CameraBadFrame, EventCodes.AccessUndecided, EventCodes.AccessChallenge, EventCodes.AccessPinAsked,
        EventCodes.DoorLocked, EventCodes.DoorStateChanged,
    ];

    /// <summary>Why, without the numbers of tracks, which mean something to technicians alone.</summary>
    public static string Why(AccessEvent happened, Func<PersonId, string?> nameOf, bool technical) =>
        EventFormatter.Why(!technical && happened.Detail?.StartsWith("track ", StringComparison.Ordinal) is true ? happened with { Detail = null } : happened, nameOf);

    /// <summary>The language of the words: the reader's.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>The tag's colour; the words say the same.</summary>
    public static string Tone(AccessEvent happened) => happened.Severity switch
    {
        EventSeverity.Alarm => "bad",
        EventSeverity.Warning or EventSeverity.Fault => "warn",
        _ => happened.Code == EventCodes.AccessGranted ? "good" : "",
    };

    /// <summary>What and why on one line.</summary>
    public static string Line(AccessEvent happened, Func<PersonId, string?> nameOf)
    {
        var why = EventFormatter.Why(happened, nameOf);
        return why.Length == 0 ? EventFormatter.What(happened) : $"{EventFormatter.What(happened)} ({why})";
    }
}
