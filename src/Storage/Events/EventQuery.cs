namespace AccessKiosk.Storage.Events;

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

    /// <summary>What a filter of <see cref="EventCodes.Filters"/> takes: a code, a group or a severity.</summary>
    public string? Kind { get; init; }

    /// <summary>Without these codes.</summary>
    public IReadOnlyList<EventCode> Without { get; init; } = [];

    /// <summary>For this reason.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>At this door.</summary>
    public string? Door { get; init; }

    /// <summary>For the next page: only events before this one, the last of the page before.</summary>
    public AccessEvent? Before { get; init; }

    /// <summary>At most so many, 1 to 10,000.</summary>
    public int Limit { get; init; } = 100;
}
