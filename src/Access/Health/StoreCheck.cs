using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Lifecycle;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Who is in the store, and whether its audit is whole.</summary>
/// <param name="store">The store.</param>
internal sealed class StoreCheck(KioskStore store) : IHealthCheck
{
    /// <summary>What follows from a store that does not open.</summary>
    public const string Closed = "Nobody can be let in until the store opens.";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Of(await store.StatusAsync(cancellationToken));
        }
        catch (StoreException fault)
        {
            return CheckOutcome.Fail(fault.Message, Closed);
        }
    }

    private static HealthCheckResult Of(StoreStatus status)
    {
        var found = $"{status.Database}: {status.People:N0} {(status.People == 1 ? "person" : "people")}, {status.References:N0} references, {status.Bytes / 1024.0 / 1024.0:0.0} MB";
        if (status.RolledBackAt is { } at)
            return CheckOutcome.Warn(
                $"{found}; at the start of {at:yyyy-MM-dd HH:mm} UTC database and key store were older than what had run before",
                "If nobody put an old copy back on purpose, somebody undid what was done since: look through operators, API keys and people.");
        return status.AuditReachesAnchor
            ? CheckOutcome.Ok(found)
            : CheckOutcome.Warn($"{found}; the audit was touched while the kiosk was down", "Run ./kiosk audit verify.");
    }
}
