namespace AccessKiosk.Storage.Schema;

// The tables. Plain types only, so that the same model runs on PostgreSQL.

/// <summary>One row: which store this is.</summary>
internal sealed class StoreRow
{
    public int Id { get; set; }

    public Guid Store { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset OpenedAt { get; set; }
}

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

/// <summary>A calibration record.</summary>
internal sealed class CalibrationRow
{
    public Guid Id { get; set; }

    public required string ModelHash { get; set; }

    public required string Description { get; set; }

    public required string Json { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>An event. The person is no foreign key: an event outlives its person, anonymous.</summary>
internal sealed class EventRow
{
    public Guid Id { get; set; }

    public long Sequence { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Code { get; set; }

    public required string Door { get; set; }

    public Guid? PersonId { get; set; }

    public double? Score { get; set; }

    public double? Threshold { get; set; }

    public double? Liveness { get; set; }

    public string? Reason { get; set; }

    public string? Detail { get; set; }

    public string? Details { get; set; }
}

/// <summary>A suspected presentation attack; its picture is sealed by a key of its own.</summary>
internal sealed class AlertRow
{
    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Door { get; set; }

    public Guid? PersonId { get; set; }

    public double? Score { get; set; }

    public string? Cue { get; set; }

    public required string Reason { get; set; }

    public byte[]? Picture { get; set; }

    public string? PictureType { get; set; }

    public string? Evidence { get; set; }

    public string? Verdict { get; set; }

    public string? Note { get; set; }

    public bool ForCalibration { get; set; }

    public string? ReviewedBy { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }
}

/// <summary>Someone who may sign in.</summary>
internal sealed class OperatorRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public required string NameKey { get; set; }

    public required string Role { get; set; }

    public string? Credential { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }
}

/// <summary>A key for the API; of the key itself only its hash.</summary>
internal sealed class ApiKeyRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public required byte[] Hash { get; set; }

    public required string Scopes { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>Somebody who is told of events, and how far: the events table is the queue.</summary>
internal sealed class SubscriptionRow
{
    public Guid Id { get; set; }

    public required string Channel { get; set; }

    public required string Url { get; set; }

    public required string Kinds { get; set; }

    public required string Secret { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public long Delivered { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public int Failures { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? Fault { get; set; }

    public bool IsPaused { get; set; }

    public string? SetAside { get; set; }

    public string? Schedule { get; set; }

    public string? Language { get; set; }
}

/// <summary>One link of the audit's chain.</summary>
internal sealed class AuditRow
{
    public long Sequence { get; set; }

    public DateTimeOffset At { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public string? Subject { get; set; }

    public string? Details { get; set; }

    public required byte[] Previous { get; set; }

    public required byte[] Hash { get; set; }
}

/// <summary>A document of the site's settings; the store does not look into it.</summary>
internal sealed class SettingRow
{
    public required string Name { get; set; }

    public required string Text { get; set; }

    public int Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}

/// <summary>One thing that the access policy remembers; what is about a person goes with the person.</summary>
internal sealed class AccessStateRow
{
    public required string Kind { get; set; }

    public required string Key { get; set; }

    public Guid? PersonId { get; set; }

    public required string Text { get; set; }
}

/// <summary>Somebody went to a place, or their place was forgotten; goes with the person.</summary>
internal sealed class PassageRow
{
    public Guid PersonId { get; set; }

    public DateTimeOffset At { get; set; }

    public string? Zone { get; set; }
}

/// <summary>Somebody was marked safe in the muster that goes on; goes with the person.</summary>
internal sealed class SafeMarkRow
{
    public Guid PersonId { get; set; }

    public DateTimeOffset At { get; set; }

    public required string By { get; set; }
}
