namespace AccessKiosk.Storage.Schema;

// The tables. Plain types only, so that the same model runs on PostgreSQL.

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
