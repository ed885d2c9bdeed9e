namespace AccessKiosk.Access.Lanes;

/// <summary>How fast the camera loop runs, over the last whole second. Counted by the loop, read by pages.</summary>
public sealed class LoopMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(3);

    private long _since = time.GetTimestamp();
    private long _latest = long.MinValue;
    private TimeSpan _work;
    private int _count;
    private double _rate;
    private double _milliseconds;

    /// <summary>Frames a second; 0 when none has come for three seconds.</summary>
    public double FramesPerSecond => IsStale ? 0 : Volatile.Read(ref _rate);

    /// <summary>Mean time that a frame's recognition takes, ms.</summary>
    public double Milliseconds => IsStale ? 0 : Volatile.Read(ref _milliseconds);

    private bool IsStale => Volatile.Read(ref _latest) is var latest && (latest == long.MinValue || time.GetElapsedTime(latest) > Stale);

    /// <summary>A frame is done.</summary>
    /// <param name="began">When its recognition began, by the clock's timestamp.</param>
    public void Count(long began)
    {
        var now = time.GetTimestamp();
        _work += time.GetElapsedTime(began, now);
        _count++;
        Volatile.Write(ref _latest, now);
        if (time.GetElapsedTime(_since, now) is var elapsed && elapsed < Window)
            return;
        Volatile.Write(ref _rate, _count / elapsed.TotalSeconds);
        Volatile.Write(ref _milliseconds, _work.TotalMilliseconds / _count);
        (_since, _count, _work) = (now, 0, TimeSpan.Zero);
    }
}
