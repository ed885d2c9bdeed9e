using AccessKiosk.Foundation;
namespace AccessKiosk.Hardware.Timing;

/// <summary>
/// The system's clock with timers on a thread of its own: a camera loop that fills the thread pool cannot delay the
/// moment a door locks. Callbacks run one after another and must be short.
/// </summary>
public sealed class DoorClock : TimeProvider, IDisposable
{
    private readonly object _gate = new();
    private readonly List<ClockTimer> _timers = [];
    private bool _stopped;

    /// <summary>Starts the thread.</summary>
    public DoorClock() => new Thread(Run) { IsBackground = true, Name = "doors" }.Start();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ClockTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends the thread; its timers never fire again.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        using var first = ThreadShare.First();
        while (Next() is { } timer)
            timer.Fire();
    }

    private ClockTimer? Next()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                var first = _timers.MinBy(timer => timer.Due);
                var wait = first is null ? Timeout.InfiniteTimeSpan : first.Due - Elapsed;
                if (first is not null && wait <= TimeSpan.Zero)
                {
                    first.Rearm();
                    return first;
                }

                // Rounded up: waking a fraction early would spin until the moment has come.
                Monitor.Wait(_gate, first is null ? wait : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(wait.TotalMilliseconds, int.MaxValue))));
            }

            return null;
        }
    }

    private TimeSpan Elapsed => GetElapsedTime(0);

    private sealed class ClockTimer(DoorClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
                Due = clock.Elapsed + _period;
            else
                clock._timers.Remove(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                Due = clock.Elapsed + dueTime;
                clock._timers.Add(this);
                Monitor.Pulse(clock._gate);
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
