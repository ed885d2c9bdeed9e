using System.Text.Json.Serialization;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Events;

/// <summary>One thing that happened at the kiosk: a line of the event log. Holds no picture and no embedding.</summary>
public sealed record KioskEvent
{
    /// <summary>The identifier in the store; time-ordered (version 7).</summary>
    [JsonIgnore]
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What happened.</summary>
    public required EventCode Code { get; init; }

    /// <summary>What happened, coarsely: the code's kind.</summary>
    public EventKind Kind => Code.Kind;

    /// <summary>How much it matters: the code's severity.</summary>
    [JsonIgnore]
    public EventSeverity Severity => Code.Severity;

    /// <summary>Why somebody was refused, or which soft rule a grant has broken; the person at the door is never told.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>The door it is about; null for what happens at none.</summary>
    public string? Door { get; init; }

    /// <summary>The camera or recording it was seen by.</summary>
    public string? Source { get; init; }

    /// <summary>The track it is about.</summary>
    public long? Track { get; init; }

    /// <summary>The person identified; never set on a denial for an unknown face.</summary>
    public string? Person { get; init; }

    /// <summary>The person identified, for the store.</summary>
    [JsonIgnore]
    public PersonId? PersonId { get; init; }

    /// <summary>Comparison score of the track's probe against the best reference, −1 to 1.</summary>
    public float? Score { get; init; }

    /// <summary>Threshold that the score was held against.</summary>
    public float? Threshold { get; init; }

    /// <summary>Probability that the track is a live person, 0 to 1.</summary>
    public float? Liveness { get; init; }

    /// <summary>Frames of the track that counted.</summary>
    public int? Frames { get; init; }

    /// <summary>Seconds from the first sight of the track in the interaction zone to this event.</summary>
    public double? Seconds { get; init; }

    /// <summary>How the person asked to be let in.</summary>
    public AccessMethod? Method { get; init; }

    /// <summary>What the door did it for.</summary>
    [JsonConverter(typeof(SnakeCaseJson<DoorInput>))]
    public DoorInput? Cause { get; init; }

    /// <summary>The movement that a person is asked for.</summary>
    [JsonConverter(typeof(SnakeCaseJson<ChallengeAction>))]
    public ChallengeAction? Action { get; init; }

    /// <summary>Further text for staff: a fault's message, an operator's name. Never read by a program.</summary>
    public string? Detail { get; init; }
}

/// <summary>Kinds of events.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EventKind>))]
public enum EventKind
{
    /// <summary>The door was opened for an identified live person.</summary>
    [JsonStringEnumMemberName("granted")]
    Granted,

    /// <summary>A track was refused: unknown face, no rights, locked out.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,

    /// <summary>A presentation attack is suspected.</summary>
    [JsonStringEnumMemberName("spoof")]
    Spoof,

    /// <summary>A track ended or timed out without evidence enough for either.</summary>
    [JsonStringEnumMemberName("undecided")]
    Undecided,

    /// <summary>A person is asked for a movement.</summary>
    [JsonStringEnumMemberName("challenge")]
    Challenge,

    /// <summary>A person was identified and is asked for the PIN.</summary>
    [JsonStringEnumMemberName("pin-asked")]
    PinAsked,

    /// <summary>A silent alarm: somebody typed their duress PIN.</summary>
    [JsonStringEnumMemberName("duress")]
    Duress,

    /// <summary>The door changed its state.</summary>
    [JsonStringEnumMemberName("door")]
    Door,

    /// <summary>A person was enrolled.</summary>
    [JsonStringEnumMemberName("enrolled")]
    Enrolled,

    /// <summary>The camera was opened, lost, stalled, recovered, or a recording ended.</summary>
    [JsonStringEnumMemberName("camera")]
    Camera,

    /// <summary>The settings were changed while the kiosk runs.</summary>
    [JsonStringEnumMemberName("settings")]
    Settings,

    /// <summary>Something failed; the door stays locked.</summary>
    [JsonStringEnumMemberName("fault")]
    Fault,
}
