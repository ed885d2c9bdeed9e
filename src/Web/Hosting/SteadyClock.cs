using AccessKiosk.Foundation;
using Microsoft.Extensions.Internal;

namespace AccessKiosk.Web.Hosting;

/// <summary>For what the framework keeps some seconds or minutes: the clock of its cache.</summary>
internal sealed class SteadyClock(SteadyTime time) : ISystemClock
{
    /// <inheritdoc/>
    public DateTimeOffset UtcNow => time.Now;
}
