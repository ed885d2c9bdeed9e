using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccessKiosk.Storage.Events;

/// <summary>The fields of an event that share one column, as JSON. Identifiers of people are 32 digits there, so that erasure finds them.</summary>
internal sealed record StoredFields(
    string? Camera, long? Track, int? Frames, double? Seconds, string? Embedder, AccessMethod? Method, string? Cause, string? Action,
    string? Cue, bool? Challenged, IReadOnlyList<PersonId>? Alike)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly StoredFields Nothing = new(null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>For the column; null when there is nothing to keep.</summary>
    public static string? Of(AccessEvent e)
    {
        var fields = new StoredFields(e.Camera, e.Track, e.Frames, e.Seconds, e.Embedder, e.Method, e.Cause, e.Action, e.Cue, e.Challenged, e.Alike);
        return fields == Nothing ? null : JsonSerializer.Serialize(fields, Json);
    }

    /// <summary>From the column; empty for what cannot be read.</summary>
    public static StoredFields Parse(string? stored)
    {
        try
        {
            return stored is null ? Nothing : JsonSerializer.Deserialize<StoredFields>(stored, Json) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }
}
