using System.Text.Json;

namespace AccessKiosk.Storage.Erasure;

/// <summary>What was erased, for the person and the file; names nobody.</summary>
/// <param name="Person">The identifier, which now means nothing to anyone else.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="By">The operator.</param>
/// <param name="References">References deleted.</param>
/// <param name="Renewals">Proposed renewals deleted.</param>
/// <param name="Consents">Consent records deleted.</param>
/// <param name="Events">Events made anonymous.</param>
/// <param name="Alerts">Spoof alerts made anonymous.</param>
/// <param name="Pictures">Pictures of spoof alerts deleted.</param>
/// <param name="Keys">Data keys destroyed: what backups hold of the person can no longer be read.</param>
/// <param name="UnusedKeys">Keys of anybody, made after a backup that was restored since, that no row names any more: they open newer copies until they are destroyed.</param>
/// <param name="AuditSequence">The audit's entry.</param>
/// <param name="AuditHash">That entry's hash.</param>
public sealed record ErasureCertificate(
    PersonId Person,
    DateTimeOffset ErasedAt,
    string By,
    int References,
    int Renewals,
    int Consents,
    int Events,
    int Alerts,
    int Pictures,
    int Keys,
    int UnusedKeys,
    long AuditSequence,
    string AuditHash)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <summary>The certificate as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);
}
