using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Audit;

/// <summary>One thing that someone did. Subjects are identifiers, never names.</summary>
/// <param name="Sequence">Place in the chain, from 1.</param>
/// <param name="At">When, to the millisecond.</param>
/// <param name="Actor">The operator's name, or <c>system</c>.</param>
/// <param name="Action">What, as <c>noun.verb</c>.</param>
/// <param name="Subject">The identifier of whom or what it was done to.</param>
/// <param name="Details">JSON.</param>
/// <param name="Hash">The link's hash: 64 hexadecimal digits.</param>
public sealed record AuditEntry(
    long Sequence, DateTimeOffset At, string Actor, string Action, string? Subject, string? Details, string Hash)
{
    internal static AuditEntry Of(AuditRow row) => new(
        row.Sequence, row.At, row.Actor, row.Action, row.Subject, row.Details, Convert.ToHexStringLower(row.Hash));
}

/// <summary>What is wrong at a place of the chain.</summary>
public enum AuditFaultKind
{
    /// <summary>The entry's content is not what was written, or was never written by the kiosk.</summary>
    Altered,

    /// <summary>Entries were deleted.</summary>
    Missing,

    /// <summary>The entry was written at another place.</summary>
    Moved,

    /// <summary>The newest entries were deleted.</summary>
    TailMissing,
}

/// <summary>A fault of the chain and where it is.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="First">The first sequence number concerned.</param>
/// <param name="Last">The last sequence number concerned.</param>
public sealed record AuditFault(AuditFaultKind Kind, long First, long Last)
{
    /// <summary>In words.</summary>
    public override string ToString() => (Kind, First == Last) switch
    {
        (AuditFaultKind.Altered, _) => $"Entry {First} was altered or forged.",
        (AuditFaultKind.Moved, _) => $"Entry {First} stands at place {Last}: the order was changed.",
        (AuditFaultKind.Missing, true) => $"Entry {First} was deleted.",
        (AuditFaultKind.Missing, _) => $"Entries {First} to {Last} were deleted.",
        (_, true) => $"The newest entry, {First}, was deleted.",
        _ => $"The newest entries, {First} to {Last}, were deleted.",
    };
}

/// <summary>Entries that a restored backup did not have; recorded in the chain itself, hence no fault.</summary>
public sealed record AuditGap(long First, long Last, DateTimeOffset RestoredAt);

/// <summary>The outcome of a verification.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Faults">Every fault, in order; empty for a sound chain.</param>
/// <param name="Restores">Gaps that restores explain.</param>
public sealed record AuditReport(long Entries, IReadOnlyList<AuditFault> Faults, IReadOnlyList<AuditGap> Restores)
{
    /// <summary>No edit, deletion or reordering was found.</summary>
    public bool IsSound => Faults.Count == 0;
}
