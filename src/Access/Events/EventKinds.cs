using System.Text.Json;

namespace AccessKiosk.Access.Events;

/// <summary>The kinds' names in JSON and in the store.</summary>
public static class EventKinds
{
    private static readonly Dictionary<EventKind, string> Names = Enum.GetValues<EventKind>().ToDictionary(kind => kind, kind => JsonSerializer.SerializeToElement(kind).GetString()!);

    /// <summary>The name of a kind, for instance <c>granted</c>.</summary>
    public static string Name(EventKind kind) => Names[kind];
}
