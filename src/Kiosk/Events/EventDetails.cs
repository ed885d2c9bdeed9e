using System.Text.Json;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Kiosk.Events;

/// <summary>What the store keeps of a decision besides its columns.</summary>
/// <param name="Track">The track.</param>
/// <param name="Frames">Good frames that counted.</param>
/// <param name="Seconds">From the first sight in the interaction zone to the decision.</param>
/// <param name="Embedder">SHA-256 of the model that compared.</param>
internal sealed record EventDetails(long? Track, int? Frames, double? Seconds, string? Embedder)
{
    /// <summary>Of an event; null when it is about no track.</summary>
    public static EventDetails? Of(KioskEvent happened) =>
        happened.Track is null ? null : new(happened.Track, happened.Frames, happened.Seconds, FaceEmbedder.ModelHash);

    /// <summary>From the store; null for none.</summary>
    public static EventDetails? Parse(string? stored)
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize<EventDetails>(stored, JsonLines.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>For the store.</summary>
    public string Format() => JsonSerializer.Serialize(this, JsonLines.Options);
}
