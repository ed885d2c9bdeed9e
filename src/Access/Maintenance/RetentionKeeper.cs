using AccessKiosk.Access.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Access.Maintenance;

/// <summary>Removes daily what has been kept long enough, while a kiosk runs.</summary>
public sealed class RetentionKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _purging;

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
                fault => events.Publish(new() { Timestamp = time.GetUtcNow(), Code = EventCodes.RetentionFault, Detail = fault.Message }),
                cancellationToken),
            RestartPolicy.RestartThenEndKiosk,
            _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _purging;
        _stop.Dispose();
    }
}
