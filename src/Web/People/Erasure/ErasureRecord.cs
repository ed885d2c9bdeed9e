using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Erasure;

namespace AccessKiosk.Web.People.Erasure;

/// <summary>Finds certificates of erasure again: the audit holds all that they say.</summary>
internal static class ErasureRecord
{
    private const string Action = "person.erased";

    /// <summary>The certificate behind an entry of the audit; null when that entry is no erasure.</summary>
    public static async Task<ErasureCertificate?> FindAsync(KioskStore store, long sequence, CancellationToken cancellationToken)
    {
        if (sequence is <= 0 or long.MaxValue)
            return null;
        var entries = await store.Audit.ListAsync(before: sequence + 1, limit: 1, cancellationToken: cancellationToken);
        if (entries is not [{ Action: Action, Subject: { } person, Details: { } details } entry] || entry.Sequence != sequence)
            return null;
        using var counts = JsonDocument.Parse(details);
        return new(
            new PersonId(Guid.Parse(person)), entry.At, entry.Actor, Of("references"), Of("renewals"), Of("consents"), Of("events"), Of("alerts"), Of("pictures"), Of("keys"), Of("unusedKeys"),
            entry.Sequence, entry.Hash);

        // Older entries did not count everything.
        int Of(string count) => counts.RootElement.TryGetProperty(count, out var number) ? number.GetInt32() : 0;
    }
}
