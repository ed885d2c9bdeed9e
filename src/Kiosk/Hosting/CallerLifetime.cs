using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Kiosk.Hosting;

/// <summary>The host reacts to no signal by itself: the program's own signals arrive as the cancellation of what was called.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
