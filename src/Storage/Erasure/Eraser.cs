using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Erasure;

/// <summary>
/// Erasure. The rows go first, then, with only the commit left, the keys: from there nothing can bring the person back,
/// and a kill before the commit is made good at the next start from the keys' tombstones.
/// </summary>
internal static class Eraser
{
    public static async Task<ErasureCertificate> EraseAsync(
        StoreCore core, PersonId person, string by, string action, CancellationToken cancellationToken)
    {
        var certificate = await core.WriteAsync(
            async (work, token) => await EraseRowsAsync(core, work, person, by, action, token), cancellationToken);
        await core.Database.TruncateLogAsync(CancellationToken.None);
        return certificate;
    }

    private static async Task<ErasureCertificate> EraseRowsAsync(
        StoreCore core, UnitOfWork work, PersonId person, string by, string action, CancellationToken cancellationToken)
    {
        var id = person.Value;
        var name = person.ToString();
        var db = work.Db;
        var row = await db.People.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (row is null && core.Keys.State(id) != KeyState.Live)
            throw new StoreException(StoreFault.NotFound, $"There is no person {person}, or they were erased already.");
        var keys = await ReferenceDestruction.KeysAsync(db, id, row?.ReferenceKey, cancellationToken);
        var pictures = await db.Alerts.Where(row => row.PersonId == id && row.Picture != null)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);

        var remote = await db.RemoteEnrollments.Where(row => row.PersonId == id).Select(row => row.Id).ToListAsync(cancellationToken);

        // Whose they are no row says: they cannot be destroyed with the person's, only be told.
        var unused = (await KeyUse.UnusedAsync(core.Keys, db, cancellationToken)).Count(key => key != id && !keys.Contains(key) && !remote.Contains(key));

        var references = await db.References.Where(row => row.PersonId == id).ExecuteDeleteAsync(cancellationToken);
        var renewals = await db.Renewals.Where(row => row.PersonId == id).ExecuteDeleteAsync(cancellationToken);
        var consents = await db.Consents.Where(row => row.PersonId == id).ExecuteDeleteAsync(cancellationToken);
        var alerts = await db.Alerts.Where(row => row.PersonId == id)
            .ExecuteUpdateAsync(
                // A reviewer's note may name them.
                set => set.SetProperty(row => row.PersonId, (Guid?)null).SetProperty(row => row.Picture, (byte[]?)null).SetProperty(row => row.Note, (string?)null),
                cancellationToken);
        var events = await db.Events.Where(row => row.PersonId == id || (row.Details != null && row.Details.Contains(name)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.PersonId, row => row.PersonId == id ? null : row.PersonId)
                    .SetProperty(row => row.Details, (string?)null),
                cancellationToken);
        await db.RemoteEnrollments.Where(row => row.PersonId == id).ExecuteDeleteAsync(cancellationToken);
        await db.People.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);

        var entry = work.Audit(
            by, action, name, new { references, renewals, consents, events, alerts, pictures = pictures.Count, keys = keys.Count + 1, unusedKeys = unused });
        work.Touch(person, StoreChangeKind.Removed);
        work.BeforeCommit = () =>
        {
            // The profile's key first: its tombstone is what the next start finishes from.
            core.Keys.Destroy(KeyKind.Profile, id);
            core.Keys.Destroy(KeyKind.References, keys);
            core.Keys.Release([.. pictures, .. remote]);
        };
        return new(
            person, entry.At, by, references, renewals, consents, events, alerts, pictures.Count, keys.Count + 1, unused, entry.Sequence, entry.Hash);
    }
}
