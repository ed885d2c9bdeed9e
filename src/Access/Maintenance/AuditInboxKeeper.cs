using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Maintenance;

/// <summary>While a kiosk runs: takes up the audit entries that commands beside it left, before anybody looks for them.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class AuditInboxKeeper(KioskStore store, TimeProvider time, ServiceSupervisor supervisor)
    : SupervisedBackgroundService(supervisor, "audit inbox", RestartPolicy.RestartThenStop)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await store.Audit.TakeLeftAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is StoreException or IOException)
            {
                // They stay for the next look.
            }
        }
    }
}
