using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Vision.Embedding;

namespace AccessKiosk.Access.Events;

/// <summary>What the store keeps of an event besides its columns.</summary>
/// <param name="Camera">The camera it was seen by.</param>
/// <param name="Track">The track.</param>
/// <param name="Frames">Good frames that counted.</param>
/// <param name="Seconds">From the first sight in the interaction zone to the decision.</param>
/// <param name="Embedder">SHA-256 of the model that compared.</param>
public sealed record EventDetails(string? Camera, long? Track, int? Frames, double? Seconds, string? Embedder)
{
    /// <summary>How the person asked to be let in.</summary>
    public AccessMethod? Method { get; init; }

    /// <summary>What the door did it for.</summary>
    [JsonConverter(typeof(SnakeCaseJson<DoorInput>))]
    public DoorInput? Cause { get; init; }

    /// <summary>The movement that a person was asked for.</summary>
    [JsonConverter(typeof(SnakeCaseJson<ChallengeAction>))]
    public ChallengeAction? Action { get; init; }

    /// <summary>Of an event; null when there is nothing to keep.</summary>
    public static EventDetails? Of(KioskEvent happened)
    {
        // What happens at no door comes of a file, or of nowhere.
        var camera = happened.Door is null ? null : happened.Source;
        return camera is null && happened is { Track: null, Cause: null }
            ? null
            : new(camera, happened.Track, happened.Frames, happened.Seconds, happened.Track is null ? null : FaceEmbedder.ModelHash)
            {
                Method = happened.Method,
                Cause = happened.Cause,
                Action = happened.Action,
            };
    }

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
