using AccessKiosk.Access.Events;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Access.Maintenance;

/// <summary>Removes daily what has been kept long enough, while a kiosk runs.</summary>
public sealed class RetentionKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _purging;

    public RetentionKeeper(KioskStore store, RetentionOptions options, IEventSink events, TimeProvider time) =>
        _purging = store.Privacy.PurgeDailyAsync(
            options,
            fault => events.Publish(new() { Timestamp = time.GetUtcNow(), Kind = EventKind.Fault, Reason = $"nothing was purged: {fault.Message}" }),
            _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _purging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
