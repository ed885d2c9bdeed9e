using System.Text.Json;
using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Transactions;

/// <summary>One transaction: its rows, its audit entries, its key destructions, and whom it concerns.</summary>
internal sealed class UnitOfWork(KioskDb db, AuditHead head, DateTimeOffset now)
{
    private readonly Dictionary<PersonId, StoreChangeKind> _changes = [];

    public KioskDb Db => db;

    public DateTimeOffset Now => now;

    public AuditAnchor Head { get; private set; } = head.Current;

    /// <summary>Keys to be stored before the commit; their memory is wiped after.</summary>
    public List<NewKey> NewKeys { get; } = [];

    /// <summary>Runs when every row is written and only the commit is left: where a key is destroyed for good.</summary>
    public Action? BeforeCommit { get; set; }

    public IReadOnlyDictionary<PersonId, StoreChangeKind> Changes => _changes;

    /// <summary>Says whom the transaction concerns; later calls win only over <see cref="StoreChangeKind.Changed"/>.</summary>
    public void Touch(PersonId person, StoreChangeKind kind = StoreChangeKind.Changed)
    {
        if (kind != StoreChangeKind.Changed || !_changes.ContainsKey(person))
            _changes[person] = kind;
    }

    public AuditEntry Audit(string actor, string action, string? subject = null, object? details = null) =>
        AuditJson(actor, action, subject, details is null ? null : JsonSerializer.Serialize(details));

    public AuditEntry AuditJson(string actor, string action, string? subject, string? details)
    {
        Check.Text(actor, "who did it", KioskDb.NameLength);
        var row = head.Chain.Link(
            Head.Sequence + 1,
            Head.Hash,
            DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            actor,
            action,
            subject,
            details);
        db.Audit.Add(row);
        Head = new(row.Sequence, row.Hash);
        return AuditEntry.Of(row);
    }
}
