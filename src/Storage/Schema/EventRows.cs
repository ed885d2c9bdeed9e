namespace AccessKiosk.Storage.Schema;

// The tables. Plain types only, so that the same model runs on PostgreSQL.

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
