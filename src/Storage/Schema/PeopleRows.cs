namespace AccessKiosk.Storage.Schema;

// The tables. Plain types only, so that the same model runs on PostgreSQL.

/// <summary>A person: all that names or admits them is inside the sealed profile.</summary>
internal sealed class PersonRow
{
    public Guid Id { get; set; }

    public required byte[] Profile { get; set; }

    public Guid? ReferenceKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastSeenAt { get; set; }
}

/// <summary>A sealed reference.</summary>
internal sealed class ReferenceRow
{
    public Guid Id { get; set; }

    public Guid PersonId { get; set; }

    public Guid KeyId { get; set; }

    public required string ModelHash { get; set; }

    public required byte[] Vector { get; set; }

    public float Quality { get; set; }

    public required string Source { get; set; }

    public ReferenceOrigin Origin { get; set; }

    public DateTimeOffset CapturedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A proposed renewal of a reference; its vector goes when it is decided.</summary>
internal sealed class RenewalRow
{
    public Guid Id { get; set; }

    public Guid PersonId { get; set; }

    public Guid KeyId { get; set; }

    public required string ModelHash { get; set; }

    public byte[]? Vector { get; set; }

    public float Score { get; set; }

    public float Threshold { get; set; }

    public float EnrollmentScore { get; set; }

    public float Quality { get; set; }

    public RenewalState State { get; set; }

    public DateTimeOffset CapturedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string? DecidedBy { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>One decision of a person about the use of their face.</summary>
internal sealed class ConsentRow
{
    public Guid Id { get; set; }

    public Guid PersonId { get; set; }

    public ConsentDecision Decision { get; set; }

    public required string TextVersion { get; set; }

    public required string TakenBy { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>A group.</summary>
internal sealed class GroupRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public required string NameKey { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A person in a group.</summary>
internal sealed class MembershipRow
{
    public Guid PersonId { get; set; }

    public Guid GroupId { get; set; }
}
