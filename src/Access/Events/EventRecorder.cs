using System.Threading.Channels;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Storage.Records;

namespace AccessKiosk.Access.Events;

/// <summary>
/// Writes events and alerts to the store off the camera loops, in order. While they cannot be written, and until all that
/// waits is, every door is locked: what is not recorded does not happen. What the store refuses is recorded as refused.
/// </summary>
public sealed class EventRecorder : SupervisedBackgroundService, IEventSink, ISpoofAlerts
{
    private const string DoorFault = "record";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShutdownFlushTimeout = TimeSpan.FromSeconds(5);

    private readonly KioskStore _store;
    private readonly DoorSet _doors;
    private readonly IEventSink _next;
    private readonly TimeProvider _time;
    private readonly Channel<Entry> _work = Channel.CreateBounded<Entry>(1024);
    private Entry? _underway;

    /// <summary>A recorder that keeps what it is told until it is started.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="doors">Locked while nothing can be written.</param>
    /// <param name="next">Told of every event at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the writer.</param>
    public EventRecorder(KioskStore store, DoorSet doors, IEventSink next, TimeProvider time, ServiceSupervisor supervisor)
        : base(supervisor, "event recorder", RestartPolicy.RestartThenEndKiosk) =>
        (_store, _doors, _next, _time) = (store, doors, next, time);

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _next.Publish(happened);
        var kept = happened with { Detail = StoredText.Of(happened.Detail) };
        Queue($"An event ({happened.Code})", cancellationToken => _store.Events.AppendAsync(kept, cancellationToken));
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
            Reason = decision.Reason ?? ReasonCode.PresentationAttack,
            Cue = decision.Cue,
            Picture = jpeg,
            Evidence = evidence.Format(),
        };
        Queue("An alert", cancellationToken => _store.Alerts.AddAsync(alert, cancellationToken));
    }

    /// <summary>Writes what is left, for at most five seconds.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _work.Writer.TryComplete();
        await CompletionAsync(ShutdownFlushTimeout, cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    private void Queue(string what, Func<CancellationToken, Task> write)
    {
        if (!_work.Writer.TryWrite(new(what, write)))
            Lock("more events than the disk takes");
    }

    private void Lock(string why)
    {
        foreach (var door in _doors.Doors)
            door.ReportFault(DoorFault, why, DoorFaultScope.Grants);
    }

    private void Unlock()
    {
        foreach (var door in _doors.Doors)
            door.ClearFault(DoorFault);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        // After a failure the entry that was not written comes first.
        if (_underway is { } left)
            await WriteAsync(left, cancellationToken);
        await foreach (var entry in _work.Reader.ReadAllAsync(cancellationToken))
        {
            _underway = entry;
            await WriteAsync(entry, cancellationToken);
            _underway = null;
        }
    }

    private async Task WriteAsync(Entry entry, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await entry.Write(cancellationToken);
                // Not before: each door tells that it works again, and in a queue that is full this would be a fault anew.
                if (_work.Reader.Count == 0)
                    Unlock();
                return;
            }
            catch (StoreException refusal) when (entry.What is not null && refusal.Fault is (StoreFault.Invalid or StoreFault.Conflict))
            {
                // It would be refused forever, and block everything after it.
                entry = InPlaceOf(entry, refusal);
            }
            catch (StoreException fault)
            {
                Lock(fault.Message);
                await Task.Delay(RetryAfter, _time, cancellationToken);
            }
        }
    }

    private Entry InPlaceOf(Entry refused, StoreException refusal)
    {
        var note = new AccessEvent
        {
            At = _time.GetUtcNow(),
            Code = EventCodes.RecordFault,
            Detail = StoredText.Of($"{refused.What} could not be kept: {refusal.Message}"),
        };
        return new(null, cancellationToken => _store.Events.AppendAsync(note, cancellationToken));
    }

    /// <summary>What waits to be written.</summary>
    /// <param name="What">What it is, for the record of a refusal; null for that record itself.</param>
    /// <param name="Write">Writes it.</param>
    private sealed record Entry(string? What, Func<CancellationToken, Task> Write);
}
