namespace AccessKiosk.Foundation;

/// <summary>
/// Time that begins at an instant and passes with the monotonic clock: a wall clock that is set neither shortens nor lengthens
/// what is measured by it. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="from">Now.</param>
public sealed class SteadyTime(TimeProvider time, DateTimeOffset from)
{
    private readonly long _since = time.GetTimestamp();

    /// <summary>Now.</summary>
    public DateTimeOffset Now => from + time.GetElapsedTime(_since);
}
