using Microsoft.AspNetCore.Hosting.Server;

namespace AccessKiosk.Web.Hosting;

/// <summary>Ends every connection first when the kiosk stops: a client that does not go must not keep the doors waiting.</summary>
/// <param name="server">The server.</param>
/// <param name="lifetime">Tells sockets and streams to end.</param>
internal sealed class PageShutdown(IServer server, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lifetime.StopApplication();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await server.StopAsync(limit.Token);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
