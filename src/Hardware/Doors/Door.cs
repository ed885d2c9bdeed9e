using System.Threading.Channels;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Doors;

/// <summary>
/// One door: feeds its lines and its own timer to the <see cref="DoorStateMachine"/> and drives the lock as it says.
/// Whatever goes wrong, and when it is disposed, the lock is driven shut. All members are safe from any thread.
/// </summary>
public sealed class Door : IDisposable
{
    private static readonly TimeSpan DriveRetry = TimeSpan.FromSeconds(1);
    private readonly DoorOptions _options;
    private readonly DoorStateMachine _machine;
    private readonly DoorLines _lines;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly DoorInterlock _interlock;
    private readonly Channel<DoorEvent> _events;
    private readonly ITimer _timer;
    private readonly ProcessEnd _end;
    private readonly Dictionary<string, DoorFaultScope> _faults = new(StringComparer.Ordinal);
    private DoorState _state;
    private bool _disposed;

    private Door(DoorOptions options, DoorLines lines, TimeProvider time, DoorInterlock interlock)
    {
        _options = options;
        _machine = new(options);
        _lines = lines;
        _time = time;
        _epoch = time.GetTimestamp();
        _interlock = interlock;
        _events = Channel.CreateBounded<DoorEvent>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest });
        _state = DoorStateMachine.Start(lines.Contact?.IsActive ?? false, TimeSpan.Zero);
        _end = new(Dispose);
        _timer = time.CreateTimer(_ => Post(DoorInput.Tick), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The door's name.</summary>
    public string Name => _options.Name;

    /// <summary>What the door remembers now.</summary>
    public DoorState State
    {
        get
        {
            lock (_interlock.Gate)
                return _state;
        }
    }

    /// <summary>Everything that happens, oldest first; one reader. Completes when the door is disposed. Keeps the newest 4,096.</summary>
    public ChannelReader<DoorEvent> Events => _events.Reader;

    /// <summary>The time since the door was opened for use, on a clock that never jumps.</summary>
    public TimeSpan Moment => _time.GetElapsedTime(_epoch);

    /// <summary>Whether its relay is simulated: it decides and records as any door, and no lock moves.</summary>
    public bool IsSimulated => _lines.Relay.IsSimulated;

    /// <summary>Whether a contact tells when the door is opened.</summary>
    public bool HasContact => _lines.Contact is not null;

    /// <summary>Whether a switch tells when the case is opened.</summary>
    public bool HasTamperSwitch => _lines.Tamper is not null;

    /// <summary>How long after a grant an opening is still the one that it was given for.</summary>
    public TimeSpan PassageTime => _options.Pulse + _options.ForcedGrace;

    /// <summary>Takes the door's lines, with the lock driven shut from the first moment, and starts to listen.</summary>
    /// <param name="options">The door.</param>
    /// <param name="gpio">Where its lines are.</param>
    /// <param name="time">The clock; <see cref="DoorClock"/> in the product, so that a busy thread pool cannot hold a door open.</param>
    /// <param name="interlock">The group it belongs to, or null.</param>
    /// <exception cref="DoorException">The options have faults; all of them are listed.</exception>
    /// <exception cref="GpioException">A line cannot be had; nothing is kept.</exception>
    public static Door Open(DoorOptions options, GpioDriver gpio, TimeProvider time, DoorInterlock? interlock = null)
    {
        options.EnsureValid();
        var lines = DoorLines.Request(options, gpio);
        var door = new Door(options, lines, time, interlock ?? new());
        try
        {
            door.Start();
            return door;
        }
        catch
        {
            door.Dispose();
            throw;
        }
    }

    /// <summary>The policy let a person in: unlock for the length of the pulse.</summary>
    /// <param name="detail">The decision's number or the person's pseudonym, for the record.</param>
    public DoorAnswer Grant(string? detail = null) => Answer(Post(DoorInput.Grant, detail));

    /// <summary>The policy let a person in by number and PIN, without a face: unlock for the length of the pulse.</summary>
    /// <param name="detail">What the record says of it.</param>
    public DoorAnswer GrantByPin(string? detail = null) => Answer(Post(DoorInput.PinGrant, detail));

    /// <summary>An operator opens the door from afar.</summary>
    /// <param name="by">Who.</param>
    public DoorAnswer RemoteUnlock(string by) => Answer(Post(DoorInput.RemoteUnlock, by));

    /// <summary>Begins or ends a lockdown.</summary>
    /// <param name="on">True to begin.</param>
    /// <param name="by">Who.</param>
    public void SetLockdown(bool on, string by) => Post(on ? DoorInput.LockdownStarted : DoorInput.LockdownEnded, by);

    /// <summary>Begins or ends a hold-open period.</summary>
    /// <param name="on">True to begin.</param>
    /// <param name="by">Who; null for the schedule.</param>
    public void SetHoldOpen(bool on, string? by = null) => Post(on ? DoorInput.HoldOpenStarted : DoorInput.HoldOpenEnded, by);

    /// <summary>Reports that something the door depends on has failed, until <see cref="ClearFault"/>.</summary>
    /// <param name="source">What failed; each source is cleared by itself.</param>
    /// <param name="detail">A line for the technician.</param>
    /// <param name="scope">What it bars.</param>
    public void ReportFault(string source, string detail, DoorFaultScope scope)
    {
        lock (_interlock.Gate)
        {
            var isNew = _faults.TryAdd(source, scope);
            var input = Began(_faults[source]);
            var transition = Post(input, $"{source}: {detail}");
            // A second source changes nothing at the door, but staff must hear of it.
            if (isNew && !_disposed && !transition.Actions.HasFlag(DoorActions.AlarmFault))
                Record(input, transition with { Actions = DoorActions.AlarmFault }, $"{source}: {detail}");
        }
    }

    /// <summary>Reports that <paramref name="source"/> works again.</summary>
    public void ClearFault(string source)
    {
        lock (_interlock.Gate)
        {
            if (_faults.Remove(source, out var scope) && !_faults.ContainsValue(scope))
                Post(Ended(scope), source);
        }
    }

    /// <summary>Drives the lock shut, gives the lines back and ends the events.</summary>
    public void Dispose()
    {
        lock (_interlock.Gate)
        {
            if (_disposed)
                return;

            _disposed = true;
            _timer.Dispose();
            if (_state.IsUnlocked)
                Record(DoorInput.Tick, new(new() { Leaf = _state.Leaf }, DoorActions.Lock), "the kiosk stops");
            _lines.Relay.Dispose();
            _interlock.Leave(this);
        }

        // Outside the gate: an input may be waiting for it.
        _lines.Dispose();
        _end.Dispose();
        _events.Writer.TryComplete();
    }

    internal DoorTransition Post(DoorInput input, string? detail = null)
    {
        lock (_interlock.Gate)
        {
            if (_disposed)
                return new(default, DoorActions.Refuse);

            var before = _state;
            var transition = _machine.Step(before, input, Moment);
            _state = transition.State;
            // The timer that locks again is set before the lock opens, so that no failure in between leaves it open.
            SetTimer();
            // A condition counts also while a stronger one hides it, and an operator's act also where it changes nothing.
            if (transition.Actions != DoorActions.None || before.Mode != _state.Mode || before.Conditions != _state.Conditions || input is DoorInput.RemoteUnlock)
                Record(input, transition, detail);
            Drive();
            if (before.IsSecure != _state.IsSecure)
                _interlock.Moved(this);
            return transition;
        }
    }

    private DoorAnswer Answer(in DoorTransition transition)
    {
        lock (_interlock.Gate)
        {
            // What counts is the line, not the intention: driving it may have failed. A refusal stays one while
            // somebody else's pulse runs.
            var refused = transition.Actions.HasFlag(DoorActions.Refuse);
            var open = !refused && transition.State.IsUnlocked && !_disposed && _state.IsUnlocked;
            return new(open, _disposed ? DoorMode.Fault : refused ? (_state with { UnlockedUntil = null }).Mode : _state.Mode);
        }
    }

    private void Start()
    {
        lock (_interlock.Gate)
        {
            _interlock.Join(this);
            SetTimer();
        }

        _lines.Relay.Watch(failure => ReportFault(_lines.Relay.Name, failure.Message, DoorFaultScope.Lock));
        Watch(_lines.Contact, DoorInput.Opened, DoorInput.Closed);
        Watch(_lines.Rex, DoorInput.RexPressed, DoorInput.RexReleased);
        Watch(_lines.Tamper, DoorInput.TamperDetected, DoorInput.TamperCleared);
        Watch(_lines.Emergency, DoorInput.EmergencyStarted, DoorInput.EmergencyEnded);
    }

    private void Watch(GpioInput? line, DoorInput active, DoorInput inactive)
    {
        // Without its contact nobody knows whether a door of an interlock is closed.
        var scope = line is not null && line == _lines.Contact && _options.Interlock.Length > 0 ? DoorFaultScope.Lock : DoorFaultScope.Grants;
        line?.Watch(edge => Post(edge.Active ? active : inactive), failure => ReportFault(line.Name, failure.Message, scope), () => ClearFault(line.Name));
    }

    private static DoorInput Began(DoorFaultScope scope) => scope switch
    {
        DoorFaultScope.Faces => DoorInput.FacesBarred,
        DoorFaultScope.Grants => DoorInput.GrantsBarred,
        _ => DoorInput.FaultDetected,
    };

    private static DoorInput Ended(DoorFaultScope scope) => scope switch
    {
        DoorFaultScope.Faces => DoorInput.FacesAllowed,
        DoorFaultScope.Grants => DoorInput.GrantsAllowed,
        _ => DoorInput.FaultCleared,
    };

    private void SetTimer()
    {
        var due = _faults.ContainsKey(_lines.Relay.Name) ? DriveRetry : Timeout.InfiniteTimeSpan;
        if (_machine.NextDeadline(_state) is { } deadline)
        {
            var wait = deadline > Moment ? deadline - Moment : TimeSpan.Zero;
            due = due == Timeout.InfiniteTimeSpan || wait < due ? wait : due;
        }

        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Drive()
    {
        var relay = _lines.Relay;
        var failed = _faults.ContainsKey(relay.Name);
        var active = DoorLines.Level(_options, _state.IsUnlocked);
        if (relay.IsActive == active && !failed)
            return;

        try
        {
            relay.Set(active);
            if (failed)
                ClearFault(relay.Name);
        }
        catch (Exception failure) when (failure is GpioException or ObjectDisposedException)
        {
            // Reported once; the timer tries again every second.
            if (!failed)
                ReportFault(relay.Name, failure.Message, DoorFaultScope.Lock);
        }
    }

    private void Record(DoorInput cause, in DoorTransition transition, string? detail) => _events.Writer.TryWrite(new(
        _time.GetUtcNow(), Name, cause, transition.Actions, transition.State.Mode, transition.State.Leaf, detail, Moment));
}
