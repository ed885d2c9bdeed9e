using System.Threading.Channels;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Events;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Session;

/// <summary>
/// Writes events and alerts to the store off the camera loops, in order. While they cannot be written every door is
/// locked: what is not recorded does not happen.
/// </summary>
internal sealed class StoreEvents : IEventSink, ISpoofAlerts, IAsyncDisposable
{
    private const string RecordFault = "record";

    // What is said to be the place of what happened at no door.
    private const string NoDoor = "site";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly KioskStore _store;
    private readonly DoorSet _doors;
    private readonly IEventSink _next;
    private readonly TimeProvider _time;
    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateBounded<Func<CancellationToken, Task>>(1024);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writer;

    public StoreEvents(KioskStore store, DoorSet doors, IEventSink next, TimeProvider time)
    {
        (_store, _doors, _next, _time) = (store, doors, next, time);
        _writer = WriteAsync();
    }

    /// <inheritdoc/>
    public void Publish(KioskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _next.Publish(happened);
        Queue(cancellation => _store.Events.AppendAsync(new()
        {
            Id = happened.Id,
            At = happened.Timestamp,
            Kind = EventKinds.Name(happened.Kind),
            Door = happened.Door ?? NoDoor,
            Person = happened.PersonId,
            Score = happened.Score,
            Threshold = happened.Threshold,
            Liveness = happened.Liveness,
            Reason = happened.Reason,
            Details = EventDetails.Of(happened)?.Format(),
        }, cancellation));
    }

    /// <inheritdoc/>
    public void Raise(string door, in Decision decision, byte[] jpeg, LivenessEvidence evidence)
    {
        var alert = new NewSpoofAlert
        {
            At = _time.GetUtcNow(),
            Door = door,
            Person = decision.Score >= decision.Threshold ? decision.Person : null,
            Score = decision.Liveness,
            Reason = decision.Reason,
            Picture = jpeg,
            Evidence = evidence.Format(),
        };
        Queue(cancellation => _store.Alerts.AddAsync(alert, cancellation));
    }

    /// <summary>Writes what is left, for at most five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        _stop.CancelAfter(LastWords);
        await _writer;
        _stop.Dispose();
    }

    private void Queue(Func<CancellationToken, Task> work)
    {
        if (!_work.Writer.TryWrite(work))
            Lock("more events than the disk takes");
    }

    private void Lock(string why)
    {
        foreach (var door in _doors.Doors)
            door.ReportFault(RecordFault, why);
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync(_stop.Token))
                await WriteAsync(work);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The box goes down with a store that does not answer; the door is locked already.
        }
    }

    private async Task WriteAsync(Func<CancellationToken, Task> work)
    {
        while (true)
        {
            try
            {
                await work(_stop.Token);
                foreach (var door in _doors.Doors)
                    door.ClearFault(RecordFault);
                return;
            }
            catch (StoreException fault)
            {
                Lock(fault.Message);
                await Task.Delay(RetryAfter, _time, _stop.Token);
            }
        }
    }
}
