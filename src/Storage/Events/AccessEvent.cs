using System.Text.Json.Serialization;

namespace AccessKiosk.Storage.Events;

/// <summary>
/// One thing that happened: what a decision or a door fills is what the store keeps and what the stream, the API and the
/// webhooks give. Holds no picture, no embedding and no sentence but <see cref="Detail"/>.
/// </summary>
public sealed record AccessEvent
{
    /// <summary>The identifier; time-ordered (version 7).</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Its place in the record, rising; given by the store.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Sequence { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What happened.</summary>
    public required EventCode Code { get; init; }

    /// <summary>How much it matters: the code's severity.</summary>
    public EventSeverity Severity => Code.Severity;

    /// <summary>Why somebody was refused, or which soft rule a grant has broken; the person at the door is never told.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>The door it is about; null for what happens at none.</summary>
    public string? Door { get; init; }

    /// <summary>The camera or recording it was seen by.</summary>
    public string? Camera { get; init; }

    /// <summary>The track it is about.</summary>
    public long? Track { get; init; }

    /// <summary>Who was identified; never set for an unknown face, and null once they are erased.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Their name, for those who may read it; never stored.</summary>
    public string? Name { get; init; }

    /// <summary>People who are too alike to be told apart by the face that was seen.</summary>
    public IReadOnlyList<PersonId>? Alike { get; init; }

    /// <summary>Comparison score of the track's probe against the best reference, −1 to 1.</summary>
    public double? Score { get; init; }

    /// <summary>Threshold that the score was held against.</summary>
    public double? Threshold { get; init; }

    /// <summary>Probability that the track is a live person, 0 to 1.</summary>
    public double? Liveness { get; init; }

    /// <summary>What spoke most for an attack, for instance <c>outline</c>; <c>stream</c> when the camera's stream is no live one.</summary>
    public string? Cue { get; init; }

    /// <summary>True when the person did what was asked.</summary>
    public bool? Challenged { get; init; }

    /// <summary>Frames of the track that counted.</summary>
    public int? Frames { get; init; }

    /// <summary>Seconds from the first sight of the track in the interaction zone to this event.</summary>
    public double? Seconds { get; init; }

    /// <summary>How the person asked to be let in.</summary>
    public AccessMethod? Method { get; init; }

    /// <summary>What the door did it for, for instance <c>remote_unlock</c>: the name of an input of the door.</summary>
    public string? Cause { get; init; }

    /// <summary>The movement that a person is asked for, for instance <c>turn_left</c>.</summary>
    public string? Action { get; init; }

    /// <summary>SHA-256 of the model that compared.</summary>
    public string? Embedder { get; init; }

    /// <summary>Further text for staff: a fault's message, an operator's name. Never read by a program.</summary>
    public string? Detail { get; init; }

    /// <summary>The same with the person's name.</summary>
    /// <param name="nameOf">Names of people; null for somebody erased.</param>
    public AccessEvent Named(Func<PersonId, string?> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return Person is { } person ? this with { Name = nameOf(person) } : this;
    }
}
