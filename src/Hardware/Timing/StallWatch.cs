namespace AccessKiosk.Hardware.Timing;

/// <summary>Notices, from another thread, a read that takes too long.</summary>
internal sealed class StallWatch : IDisposable
{
    private const long Idle = long.MinValue;

    // Also held while a stall is told: whoever ends the read afterwards tells of the recovery after it.
    private readonly Lock _gate = new();
    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action _stalled;
    private readonly ITimer _timer;
    private long _since = Idle;
    private bool _reported;

    public StallWatch(TimeSpan limit, TimeProvider time, Action stalled)
    {
        (_limit, _time, _stalled) = (limit, time, stalled);
        _timer = time.CreateTimer(static watch => ((StallWatch)watch!).Check(), this, limit / 8, limit / 8);
    }

    /// <summary>A read begins.</summary>
    public void Begin()
    {
        lock (_gate)
            _since = _time.GetTimestamp();
    }

    /// <summary>A read is over; true when it had been reported as stalled.</summary>
    public bool End()
    {
        lock (_gate)
        {
            var reported = _reported;
            (_since, _reported) = (Idle, false);
            return reported;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        lock (_gate)
        {
            if (_reported || _since == Idle || _time.GetElapsedTime(_since) < _limit)
                return;
            _reported = true;
            _stalled();
        }
    }
}
