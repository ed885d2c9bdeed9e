using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Storage.Events;

/// <summary>How much an event matters.</summary>
[JsonConverter(typeof(SnakeCaseJson<EventSeverity>))]
public enum EventSeverity
{
    /// <summary>Normal operation.</summary>
    Information,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>Something does not work; doors stay locked where it matters.</summary>
    Fault,

    /// <summary>Somebody must act now.</summary>
    Alarm,
}

/// <summary>A code of the event table: what happened, for programs.</summary>
/// <param name="Number">The stable number.</param>
/// <param name="Name">The stable name, for instance <c>door.forced</c>; the part before the full stop is the group.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Description">One sentence for the documentation.</param>
[JsonConverter(typeof(EventCodeJson))]
public sealed record EventCode(int Number, string Name, EventSeverity Severity, string Description)
{
    /// <summary>The group, for instance <c>door</c>.</summary>
    public string Group => Name.Split('.')[0];

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Writes a code as its name.</summary>
internal sealed class EventCodeJson : JsonConverter<EventCode>
{
    public override EventCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EventCodes.Find(reader.GetString()) ?? throw new JsonException("Not the name of an event code.");

    public override void Write(Utf8JsonWriter writer, EventCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
