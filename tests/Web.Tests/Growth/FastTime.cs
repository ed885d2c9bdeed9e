namespace AccessKiosk.Web.Tests.Growth;

/// <summary>A clock that runs some times as fast: an hour of the kiosk passes in a minute, with all that happens in it.</summary>
internal sealed class FastTime(int speed) : TimeProvider
{
    private readonly DateTimeOffset _startedAt = System.GetUtcNow();
    private readonly long _start = System.GetTimestamp();

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => _start + (System.GetTimestamp() - _start) * speed;

    public override DateTimeOffset GetUtcNow() => _startedAt + GetElapsedTime(_start);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Sooner(dueTime), Sooner(period)), this);

    private TimeSpan Sooner(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / speed;

    private sealed class FastTimer(ITimer timer, FastTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Sooner(dueTime), time.Sooner(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
