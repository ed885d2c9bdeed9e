namespace AccessKiosk.Storage.Audit;

/// <summary>Which entries of the audit are wanted; everything that is null does not count.</summary>
public sealed record AuditQuery
{
    /// <summary>Only those about this identifier.</summary>
    public string? Subject { get; init; }

    /// <summary>Only those of this operator, or of <c>system</c>.</summary>
    public string? Actor { get; init; }

    /// <summary>Only actions of this noun, for instance <c>person</c>.</summary>
    public string? Noun { get; init; }

    /// <summary>Only from then on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only before then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only those before this sequence number, for the next page.</summary>
    public long? Before { get; init; }
}
