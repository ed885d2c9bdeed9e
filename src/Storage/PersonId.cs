using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Storage;

/// <summary>A person's identifier: random, so that it says nothing once the person is erased.</summary>
[JsonConverter(typeof(PersonIdJson))]
public readonly record struct PersonId(Guid Value)
{
    /// <summary>A new identifier (UUID version 7).</summary>
    public static PersonId New() => new(Guid.CreateVersion7());

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}

/// <summary>Writes an identifier as 32 hexadecimal digits.</summary>
internal sealed class PersonIdJson : JsonConverter<PersonId>
{
    public override PersonId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Guid.TryParse(reader.GetString(), out var id) ? new(id) : throw new JsonException("Not the identifier of a person.");

    public override void Write(Utf8JsonWriter writer, PersonId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
