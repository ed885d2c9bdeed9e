using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Web.Review;

/// <summary>How pages show recorded events.</summary>
internal static class EventDisplay
{
    /// <summary>What pages offer to filter by: every kind, and what is worth being told of by itself.</summary>
    public static IReadOnlyList<string> Choices { get; } =
    [
        .. Enum.GetValues<EventKind>().Select(EventKinds.Name),
        "lockdown",
        "emergency",
        .. EventCodes.All.Where(code => code is { Kind: EventKind.Door or EventKind.Fault, Severity: EventSeverity.Alarm, Group: "door" or "alarm" or "camera" }).Select(code => code.Name),
    ];

    /// <summary>The tag's colour; the words say the same.</summary>
    public static string Tone(AccessEvent happened) => EventCodes.Find(happened.Code) switch
    {
        { Severity: EventSeverity.Alarm } => "bad",
        { Severity: EventSeverity.Warning or EventSeverity.Fault } => "warn",
        { Kind: EventKind.Granted } => "good",
        _ => "",
    };

    /// <summary>What and why on one line.</summary>
    public static string Line(AccessEvent happened)
    {
        var why = EventFormatter.Why(happened);
        return why.Length == 0 ? EventFormatter.What(happened) : $"{EventFormatter.What(happened)} ({why})";
    }
}
