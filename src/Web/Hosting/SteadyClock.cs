using Microsoft.Extensions.Internal;

namespace AccessKiosk.Web.Hosting;

/// <summary>For what is kept some seconds or minutes: a wall clock that is set neither lengthens nor ends that.</summary>
internal sealed class SteadyClock(TimeProvider time) : ISystemClock
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _since = time.GetTimestamp();

    /// <inheritdoc/>
    public DateTimeOffset UtcNow => _start + time.GetElapsedTime(_since);
}
