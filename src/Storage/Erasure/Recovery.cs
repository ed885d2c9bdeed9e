using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Erasure;

/// <summary>
/// Finishes what a kill or a restored backup left between the database and the key store: whoever's key is destroyed is
/// erased from the rows too. Rows without any key are never touched unasked: they mean that the key store is the wrong one.
/// </summary>
internal static class Recovery
{
    private const string Actor = "system";

    public static async Task RunAsync(StoreCore core, bool dropUnreadable, CancellationToken cancellationToken)
    {
        var (people, references, pictures) = await core.ReadAsync(
            async (db, token) => (
                await db.People.Select(row => row.Id).ToListAsync(token),
                await db.References.Select(row => new { row.PersonId, row.KeyId })
                    .Union(db.Renewals.Where(row => row.Vector != null).Select(row => new { row.PersonId, row.KeyId }))
                    .ToListAsync(token),
                await db.Alerts.Where(row => row.Picture != null).Select(row => row.Id).ToListAsync(token)),
            cancellationToken);

        var lost = LostAmong(core.Keys, people, references.Select(row => (row.PersonId, row.KeyId)));
        if (lost.Count > 0 && !dropUnreadable)
            throw Lost(core.Options, lost.Count, people.Count);
        var erased = people.Where(id => core.Keys.State(id) == KeyState.Destroyed || lost.Contains(id)).ToHashSet();
        foreach (var id in erased)
        {
            // A tombstone makes it final, so that a kill here is finished next time.
            core.Keys.Destroy(KeyKind.Profile, id);
            await Eraser.EraseAsync(core, new(id), Actor, "person.erasure-completed", cancellationToken);
        }

        var stripped = references.Where(row => core.Keys.State(row.KeyId) == KeyState.Destroyed).Select(row => row.PersonId).ToHashSet();
        stripped.ExceptWith(erased);
        foreach (var id in stripped)
            await StripAsync(core, new(id), cancellationToken);

        var blank = pictures.Where(id => core.Keys.State(id) != KeyState.Live).ToList();
        var unreadable = (await core.ReadAsync((db, token) => db.RemoteEnrollments.Select(row => row.Id).ToListAsync(token), cancellationToken))
            .Where(id => core.Keys.State(id) != KeyState.Live).ToList();
        if (unreadable.Count > 0)
            await core.WriteAsync(async (work, token) => await work.Db.RemoteEnrollments.Where(row => unreadable.Contains(row.Id)).ExecuteDeleteAsync(token), cancellationToken);
        if (blank.Count > 0)
            await core.WriteAsync(
                async (work, token) => await work.Db.Alerts.Where(row => blank.Contains(row.Id))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Picture, (byte[]?)null), token),
                cancellationToken);
    }

    /// <summary>People whose profile, or one of whose vectors, no key ever opened.</summary>
    public static HashSet<Guid> LostAmong(KeyStore keys, IEnumerable<Guid> people, IEnumerable<(Guid Person, Guid Key)> vectors) =>
    [
        .. people.Where(id => keys.State(id) == KeyState.Absent),
        .. vectors.Where(vector => keys.State(vector.Key) == KeyState.Absent).Select(vector => vector.Person),
    ];

    public static StoreException Lost(StoreOptions options, int lost, int people) => new(
        StoreFault.KeyMissing,
        $"{lost} of {people} people in the database have no key in {options.KeyStorePath}: it is an older or another copy. "
        + "Put the newest key store back, or restore a backup and drop them (--drop-unreadable); nothing was changed.");

    // Only references whose key is gone: after a restore the person may hold newer ones under another key.
    private static Task StripAsync(StoreCore core, PersonId person, CancellationToken cancellationToken) => core.WriteAsync(
        async (work, token) =>
        {
            var keys = await work.Db.References.Where(row => row.PersonId == person.Value).Select(row => row.KeyId)
                .Union(work.Db.Renewals.Where(row => row.PersonId == person.Value).Select(row => row.KeyId))
                .ToListAsync(token);
            var destroyed = keys.Where(key => core.Keys.State(key) == KeyState.Destroyed).ToList();
            var count = await work.Db.References.Where(row => row.PersonId == person.Value && destroyed.Contains(row.KeyId))
                .ExecuteDeleteAsync(token);
            await work.Db.Renewals.Where(row => row.PersonId == person.Value && destroyed.Contains(row.KeyId)).ExecuteDeleteAsync(token);
            var row = await work.Db.People.SingleAsync(row => row.Id == person.Value, token);
            if (row.ReferenceKey is { } key && destroyed.Contains(key))
                row.ReferenceKey = null;
            work.Audit(Actor, "references.destruction-completed", person.ToString(), new { references = count });
            work.Touch(person, StoreChangeKind.ReferencesChanged);
        },
        cancellationToken);
}
