using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Clock;

namespace AccessKiosk.Access.Maintenance;

/// <summary>Removes daily what has been kept long enough, while a kiosk runs, and tells when the clock cannot be trusted for it.</summary>
public sealed class RetentionKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _purging;
    private bool _clockIsSane = true;

    /// <summary>Begins with a first purge.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">How long is long enough.</param>
    /// <param name="events">Told when nothing could be removed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs it.</param>
    public RetentionKeeper(KioskStore store, RetentionOptions options, IEventSink events, TimeProvider time, ServiceSupervisor supervisor) =>
        _purging = supervisor.RunAsync(
            "retention",
            cancellationToken => store.Privacy.PurgeDailyAsync(
                options,
                fault => events.Publish(new() { At = time.GetUtcNow(), Code = EventCodes.RetentionFault, Detail = fault.Message }),
                clock => Tell(clock, events),
                cancellationToken),
            RestartPolicy.RestartThenEndKiosk,
            _stop.Token);

    // Once for each time that it goes wrong, not every hour.
    private void Tell(ClockReading clock, IEventSink events)
    {
        if (clock.IsSane == _clockIsSane)
            return;
        _clockIsSane = clock.IsSane;
        events.Publish(new() { At = clock.Now, Code = clock.IsSane ? EventCodes.ClockCleared : EventCodes.ClockFault, Detail = clock.Fault });
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _purging;
        _stop.Dispose();
    }
}
