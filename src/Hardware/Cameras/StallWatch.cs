namespace AccessKiosk.Hardware.Cameras;

/// <summary>Notices, from another thread, a read that takes too long.</summary>
internal sealed class StallWatch : IDisposable
{
    private const long Idle = long.MinValue;

    private readonly TimeSpan _limit;
    private readonly TimeProvider _time;
    private readonly Action _stalled;
    private readonly ITimer _timer;
    private long _since = Idle;
    private int _reported;

    public StallWatch(TimeSpan limit, TimeProvider time, Action stalled)
    {
        (_limit, _time, _stalled) = (limit, time, stalled);
        _timer = time.CreateTimer(static watch => ((StallWatch)watch!).Check(), this, limit / 8, limit / 8);
    }

    /// <summary>A read begins.</summary>
    public void Begin() => Volatile.Write(ref _since, _time.GetTimestamp());

    /// <summary>A read is over; true when it had been reported as stalled.</summary>
    public bool End()
    {
        Volatile.Write(ref _since, Idle);
        return Interlocked.Exchange(ref _reported, 0) == 1;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var since = Volatile.Read(ref _since);
        if (since != Idle && _time.GetElapsedTime(since) >= _limit && Interlocked.Exchange(ref _reported, 1) == 0)
            _stalled();
    }
}
