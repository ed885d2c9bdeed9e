using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using AccessKiosk.Storage.Transactions;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Erasure;

/// <summary>Destroys what a person's face left: references, proposed renewals, pictures that wait for a review, and the keys of all.</summary>
internal static class ReferenceDestruction
{
    /// <summary>Deletes the rows now and destroys the keys with the commit; returns how many references there were.</summary>
    public static async Task<int> AddAsync(KeyStore keys, UnitOfWork work, PersonId person, CancellationToken cancellationToken)
    {
        var row = await work.Db.People.SingleAsync(row => row.Id == person.Value, cancellationToken);
        var sealedBy = await KeysAsync(work.Db, person.Value, row.ReferenceKey, cancellationToken);
        row.ReferenceKey = null;
        await work.Db.Renewals.Where(row => row.PersonId == person.Value).ExecuteDeleteAsync(cancellationToken);
        var count = await work.Db.References.Where(row => row.PersonId == person.Value).ExecuteDeleteAsync(cancellationToken);
        var remote = await work.Db.RemoteEnrollments.Where(row => row.PersonId == person.Value).Select(row => row.Id).ToListAsync(cancellationToken);
        await work.Db.RemoteEnrollments.Where(row => row.PersonId == person.Value).ExecuteDeleteAsync(cancellationToken);
        work.BeforeCommit += () =>
        {
            keys.Destroy(KeyKind.References, sealedBy);
            keys.Release(remote);
        };
        work.Touch(person, StoreChangeKind.ReferencesChanged);
        return count;
    }

    /// <summary>Every key that a person's vectors are, or would be, sealed with.</summary>
    public static async Task<List<Guid>> KeysAsync(KioskDb db, Guid person, Guid? current, CancellationToken cancellationToken)
    {
        var keys = await db.References.Where(row => row.PersonId == person).Select(row => row.KeyId)
            .Union(db.Renewals.Where(row => row.PersonId == person).Select(row => row.KeyId))
            .ToListAsync(cancellationToken);
        if (current is { } key && !keys.Contains(key))
            keys.Add(key);
        return keys;
    }
}
