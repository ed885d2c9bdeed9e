using System.Globalization;
using System.Resources;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Events;

/// <summary>Makes the words of events from their codes, in the language of the reader's culture where there are resources for it.</summary>
public static class EventFormatter
{
    private static readonly ResourceManager Words = new("AccessKiosk.Access.Events.EventText", typeof(EventFormatter).Assembly);

    /// <summary>What happened.</summary>
    public static string What(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Name(happened.Code ?? happened.Kind);
    }

    /// <summary>What happened.</summary>
    public static string What(KioskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return Name(happened.Code.Name);
    }

    /// <summary>Why, and further text.</summary>
    public static string Why(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var details = EventDetails.Parse(happened.Details);
        return Why(EventCodes.Find(happened.Code), happened.Reason, details?.Cause, details?.Action, details?.Method, happened.Detail);
    }

    /// <summary>Why, and further text.</summary>
    public static string Why(KioskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var reason = happened.Reason is { } code ? SnakeCase.Name(code) : null;
        return Why(happened.Code, reason, happened.Cause, happened.Action, happened.Method, happened.Detail);
    }

    /// <summary>A kind, a group or a code in words; the name itself when there are none.</summary>
    public static string Name(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Text(filter) ?? Text($"kind.{filter}") ?? Text($"group.{filter}") ?? filter;
    }

    /// <summary>A reason's code in words; null for none.</summary>
    public static string? Reason(string? reason) => reason is null ? null : Text($"reason.{reason}") ?? reason;

    private static string Why(EventCode? code, string? reason, DoorInput? cause, ChallengeAction? action, AccessMethod? method, string? detail) => string.Join(", ", new[]
    {
        Reason(reason),
        cause is { } because && IsTold(code, because, detail) ? Text($"cause.{SnakeCase.Name(because)}") : null,
        action is { } asked ? Text($"action.{SnakeCase.Name(asked)}") : null,
        detail,
        method is { } how ? Text($"method.{SnakeCase.Name(how)}") : null,
    }.Where(part => !string.IsNullOrEmpty(part)).Distinct(StringComparer.Ordinal));

    // Other codes of a door say the cause themselves.
    private static bool IsTold(EventCode? code, DoorInput cause, string? detail) =>
        (code == EventCodes.DoorUnlocked || code == EventCodes.DoorLocked || code == EventCodes.DoorRefused || code == EventCodes.DoorStateChanged)
        && (cause is not DoorInput.Tick || detail is null);

    private static string? Text(string key) => Words.GetString(key, CultureInfo.CurrentUICulture);
}
