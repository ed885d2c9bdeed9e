using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Whether the database answers: what cannot be recorded does not happen.</summary>
/// <param name="store">The store.</param>
internal sealed class RecordCheck(KioskStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Events.NewestAsync(cancellationToken);
            return CheckOutcome.Ok("answers");
        }
        catch (StoreException fault)
        {
            return CheckOutcome.Fail(fault.Message, "Check the disk.");
        }
    }
}
