using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Clock;

namespace AccessKiosk.Access.Maintenance;

/// <summary>While a kiosk runs: removes daily what has been kept long enough, and tells when the clock cannot be trusted for it.</summary>
/// <param name="store">The store.</param>
/// <param name="options">How long is long enough.</param>
/// <param name="events">Told when nothing could be removed.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class RetentionKeeper(KioskStore store, RetentionOptions options, IEventSink events, TimeProvider time, ServiceSupervisor supervisor)
    : SupervisedBackgroundService(supervisor, "retention", RestartPolicy.RestartThenEndKiosk)
{
    private bool _clockIsSane = true;

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken cancellationToken) => store.Privacy.PurgeDailyAsync(
        options, fault => events.Publish(new() { At = time.GetUtcNow(), Code = EventCodes.RetentionFault, Detail = fault.Message }), Tell, cancellationToken);

    // Once for each time that it goes wrong, not every hour.
    private void Tell(ClockReading clock)
    {
        if (clock.IsSane == _clockIsSane)
            return;
        _clockIsSane = clock.IsSane;
        events.Publish(new() { At = clock.Now, Code = clock.IsSane ? EventCodes.ClockCleared : EventCodes.ClockFault, Detail = clock.Fault });
    }
}
