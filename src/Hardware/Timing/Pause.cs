namespace AccessKiosk.Hardware.Timing;

/// <summary>A wait by the given clock that allocates nothing. Used by one thread.</summary>
internal sealed class Pause : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly ITimer _timer;

    public Pause(TimeProvider time) =>
        _timer = time.CreateTimer(static over => ((ManualResetEventSlim)over!).Set(), _over, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void For(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (duration <= TimeSpan.Zero)
            return;
        _over.Reset();
        _timer.Change(duration, Timeout.InfiniteTimeSpan);
        _over.Wait(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _over.Dispose();
    }
}
