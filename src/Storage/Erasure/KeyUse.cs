using AccessKiosk.Storage.Keys;
using AccessKiosk.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace AccessKiosk.Storage.Erasure;

/// <summary>Compares the key store with the database.</summary>
internal static class KeyUse
{
    /// <summary>Live keys that no row refers to.</summary>
    public static async Task<List<Guid>> UnusedAsync(KeyStore keys, KioskDb db, CancellationToken cancellationToken)
    {
        var unused = keys.Ids(KeyKind.Profile, KeyState.Live);
        unused.ExceptWith(await db.People.Select(row => row.Id).ToListAsync(cancellationToken));
        var references = keys.Ids(KeyKind.References, KeyState.Live);
        references.ExceptWith(
            await db.People.Where(row => row.ReferenceKey != null).Select(row => row.ReferenceKey!.Value).ToListAsync(cancellationToken));
        references.ExceptWith(await db.References.Select(row => row.KeyId).Distinct().ToListAsync(cancellationToken));
        references.ExceptWith(await db.Renewals.Where(row => row.Vector != null).Select(row => row.KeyId).Distinct().ToListAsync(cancellationToken));
        var alerts = keys.Ids(KeyKind.Alert, KeyState.Live);
        alerts.ExceptWith(await db.Alerts.Where(row => row.Picture != null).Select(row => row.Id).ToListAsync(cancellationToken));
        var remote = keys.Ids(KeyKind.Remote, KeyState.Live);
        remote.ExceptWith(await db.RemoteEnrollments.Select(row => row.Id).ToListAsync(cancellationToken));
        return [.. unused, .. references, .. alerts, .. remote];
    }
}
