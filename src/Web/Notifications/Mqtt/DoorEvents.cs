using System.Globalization;
using System.Text.Json.Nodes;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>What is told of who came: that somebody was let in or refused, never a picture or a score, and never a silent alarm.</summary>
internal static class DoorEvents
{
    private static readonly Dictionary<EventCode, string> Told = new()
    {
        [EventCodes.AccessGranted] = "granted",
        [EventCodes.AccessDenied] = "denied",
        [EventCodes.AlarmPresentationAttack] = "attack",
    };

    /// <summary>The kinds that there are.</summary>
    public static IReadOnlyCollection<string> Kinds => Told.Values;

    /// <summary>One event as JSON; null for what is not told.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="nameOf">Names of people; null where nobody is named.</param>
    public static string? Of(AccessEvent happened, Func<PersonId, string?>? nameOf)
    {
        if (!Told.TryGetValue(happened.Code, out var kind))
            return null;
        var told = new JsonObject { ["event_type"] = kind, ["at"] = happened.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };
        if (happened.Reason is { } reason)
            told["reason"] = SnakeCase.Name(reason);
        if (happened.Method is { } method)
            told["method"] = SnakeCase.Name(method);
        if (happened.Person is { } person && nameOf?.Invoke(person) is { } name)
            told["person"] = name;
        return told.ToJsonString();
    }
}
