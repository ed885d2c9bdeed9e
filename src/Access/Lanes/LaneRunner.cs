using AccessKiosk.Access.Supervision;
using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Access.Lanes;

/// <summary>Runs the camera loops; when every recording has ended, so does the kiosk.</summary>
/// <param name="lanes">The lanes.</param>
/// <param name="supervisor">Runs each.</param>
/// <param name="lifetime">Ends the kiosk.</param>
public sealed class LaneRunner(LaneSet lanes, ServiceSupervisor supervisor, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Whether every recording was played to its end.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(lanes.Lanes.Select(lane => supervisor.RunAsync($"camera {lane.Name}", lane.RunAsync, RestartPolicy.EndKiosk, cancellationToken)));
        if (cancellationToken.IsCancellationRequested || supervisor.Failed.IsCancellationRequested)
            return;
        HasEnded = true;
        lifetime.StopApplication();
    }
}
