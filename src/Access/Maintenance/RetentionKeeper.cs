using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Clock;

namespace AccessKiosk.Access.Maintenance;

/// <summary>
/// While a kiosk runs: removes daily what has been kept long enough, tells when the clock cannot be trusted for it, and takes up
/// the audit entries of commands beside it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="options">How long is long enough.</param>
/// <param name="events">Told when nothing could be removed.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class RetentionKeeper(KioskStore store, RetentionOptions options, IEventSink events, TimeProvider time, ServiceSupervisor supervisor)
    : SupervisedBackgroundService(supervisor, "retention", RestartPolicy.RestartThenEndKiosk)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private bool _clockIsSane = true;

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] both =
        [
            store.Privacy.PurgeDailyAsync(
                options, fault => events.Publish(new() { At = time.GetUtcNow(), Code = EventCodes.RetentionFault, Detail = fault.Message }), Tell, end.Token),
            TakeLeftEntriesAsync(end.Token),
        ];
        try
        {
            await await Task.WhenAny(both);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What commands beside the kiosk did is in the audit before anybody looks for it.
    private async Task TakeLeftEntriesAsync(CancellationToken cancellationToken)
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

    // Once for each time that it goes wrong, not every hour.
    private void Tell(ClockReading clock)
    {
        if (clock.IsSane == _clockIsSane)
            return;
        _clockIsSane = clock.IsSane;
        events.Publish(new() { At = clock.Now, Code = clock.IsSane ? EventCodes.ClockCleared : EventCodes.ClockFault, Detail = clock.Fault });
    }
}
