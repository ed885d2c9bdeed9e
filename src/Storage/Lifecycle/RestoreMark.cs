using AccessKiosk.Storage.Audit;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Lifecycle;

/// <summary>The audit's entry of a restore; it names the entries that the backup does not have, and who may do more or less by it.</summary>
internal sealed record RestoreMark(string By, string File, bool DropUnreadable, RestoreChanges Changes)
{
    private const int Shown = 20;

    public async Task AuditAsync(UnitOfWork work, CancellationToken cancellationToken)
    {
        var last = await work.Db.Audit.MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;
        var head = work.Head.Sequence;
        var rights = Changes.Lines.Where(line => line.Table is "operator" or "api_key").ToList();
        work.Audit(
            By,
            AuditVerifier.Restored,
            null,
            last < head
                ? new { file = File, @sealed = Changes.Sealed, rightsChanged = rights.Count, rights = rights.Take(Shown), missingFrom = last + 1, missingTo = head }
                : new { file = File, @sealed = Changes.Sealed, rightsChanged = rights.Count, rights = rights.Take(Shown) });
    }
}
