using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Access.Site;

/// <summary>
/// The kiosk's beginning and end: tells systemd and the relay guard once everything has started, and before anything stops;
/// ends the host when a service on which the doors depend has failed for good.
/// </summary>
/// <param name="watch">Tells systemd and the guard.</param>
/// <param name="supervisor">Says when the kiosk must end.</param>
/// <param name="store">Where uploads of an import lie.</param>
/// <param name="lifetime">Ends the host.</param>
/// <param name="logger">The log.</param>
internal sealed class SiteLifetime(
    ServiceWatch watch, ServiceSupervisor supervisor, StoreOptions store, IHostApplicationLifetime lifetime, ILogger<SiteLifetime> logger) : IHostedLifecycleService
{
    private CancellationTokenRegistration _failed;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!Uploads.TryClear(store.Directory))
            logger.UploadsLeft(Uploads.Folder(store.Directory));
        _failed = supervisor.Failed.Register(lifetime.StopApplication);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        watch.Ready();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        watch.Dispose();
        supervisor.BeginStop();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await _failed.DisposeAsync();
}
