namespace AccessKiosk.Storage.Records;

/// <summary>Something that happened at a door.</summary>
public sealed record AccessEvent
{
    /// <summary>The identifier; a new one unless given.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Its place in the record, rising; given by the store.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What, coarsely: <c>granted</c>, <c>denied</c>, <c>door</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What, as a code of the kiosk's table: <c>access.granted</c>, <c>door.forced</c>.</summary>
    public string? Code { get; init; }

    /// <summary>Which door.</summary>
    public required string Door { get; init; }

    /// <summary>Who was identified; null once they are erased.</summary>
    public PersonId? Person { get; init; }

    /// <summary>The comparison score.</summary>
    public double? Score { get; init; }

    /// <summary>The threshold in force.</summary>
    public double? Threshold { get; init; }

    /// <summary>The liveness score.</summary>
    public double? Liveness { get; init; }

    /// <summary>Why, as a code of the kiosk's table: <c>outside_schedule</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Further text for staff: a fault's message, an operator's name.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// JSON: model hashes, calibration, and so on. No names; identifiers of people as 32 digits, so that erasure finds them.
    /// </summary>
    public string? Details { get; init; }
}

/// <summary>Which events to read; every condition given must hold.</summary>
public sealed record EventQuery
{
    /// <summary>At or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of this person.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Of any of these people; empty for nobody.</summary>
    public IReadOnlyList<PersonId>? People { get; init; }

    /// <summary>Of this kind, of this code, or of this group of codes (<c>door</c> takes <c>door.forced</c>).</summary>
    public string? Kind { get; init; }

    /// <summary>For this reason.</summary>
    public string? Reason { get; init; }

    /// <summary>At this door.</summary>
    public string? Door { get; init; }

    /// <summary>For the next page: only events before this one, the last of the page before.</summary>
    public AccessEvent? Before { get; init; }

    /// <summary>At most so many, 1 to 10,000.</summary>
    public int Limit { get; init; } = 100;
}
