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

/// <summary>A calibration record.</summary>
internal sealed class CalibrationRow
{
    public Guid Id { get; set; }

    public required string ModelHash { get; set; }

    public required string Description { get; set; }

    public required string Json { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
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
