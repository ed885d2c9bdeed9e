using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Site;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Staff;
using AccessKiosk.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Kiosk.Hosting;

/// <summary>
/// The composition root: one host with the store, the doors, the lanes and the pages. Used by <c>run</c>, the demonstration
/// and the tests.
/// </summary>
internal sealed class KioskHost : IAsyncDisposable
{
    // systemd allows fifteen seconds.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(12);

    private readonly IHost _host;
    private bool _stopped;

    private KioskHost(IHost host) => _host = host;

    /// <summary>Every service.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Where the pages are; null without pages.</summary>
    public PageAddresses? Pages => _host.Services.GetService<PageAddresses>();

    /// <summary>Opens store, doors and models; nothing runs yet.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="console">Where events go besides the store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="change">Adds what not every kiosk has.</param>
    public static async Task<KioskHost> OpenAsync(
        KioskOptions options, IEventSink console, TimeProvider time, CancellationToken cancellationToken, Action<IHostApplicationBuilder>? change = null)
    {
        var pages = options.Web.Enabled
            ? WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production })
            : null;
        IHostApplicationBuilder builder = pages ?? (IHostApplicationBuilder)Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        KioskLog.AddTo(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>().Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSettings(options).AddStaffSettings();
        await builder.Services.AddAccessAsync(options.Devices(), options.Store, options.Recognition.Thresholds, console, time, cancellationToken);
        try
        {
            change?.Invoke(builder);
            if (pages is not null)
                pages.AddPages(options.Web, options.Store.Directory, time);
        }
        catch
        {
            // The store is open, and a container closes it.
            await using var opened = builder.Services.BuildServiceProvider();
            opened.GetRequiredService<EnrolledPopulation>();
            throw;
        }

        var kiosk = new KioskHost(pages is not null ? Build(pages) : ((HostApplicationBuilder)builder).Build());
        try
        {
            // What comes first is disposed of last.
            kiosk.Services.GetRequiredService<ServiceSupervisor>();
            kiosk.Services.GetRequiredService<EnrolledPopulation>();
            kiosk.Services.GetRequiredService<LaneSet>();
            return kiosk;
        }
        catch
        {
            await kiosk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts every service in order.</summary>
    /// <exception cref="IOException">A port is taken; the message says which.</exception>
    /// <exception cref="ServiceFailedException">A service on which the doors depend failed for good.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _host.StartAsync(cancellationToken);
        }
        catch
        {
            await StopAsync();
            _host.Services.GetRequiredService<ServiceSupervisor>().ThrowIfFailed();
            throw;
        }
    }

    /// <summary>Runs until it is told to stop, or every recording has ended; the doors are locked then.</summary>
    /// <exception cref="ServiceFailedException">A service on which the doors depend failed for good.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        await WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="RunAsync"/>, for a kiosk that was started.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _host.WaitForShutdownAsync(cancellationToken);
        _stopped = true;
        Services.GetRequiredService<ServiceSupervisor>().ThrowIfFailed();
        cancellationToken.ThrowIfCancellationRequested();
        if (!Services.GetRequiredService<LaneRunner>().HasEnded)
            throw new ServiceFailedException("host", new InvalidOperationException("The host was stopped from inside."));
    }

    /// <summary>Stops every service in the reverse order, locks the doors, writes what is left, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private static WebApplication Build(WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.UsePages();
        return app;
    }

    private async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _host.StopAsync(CancellationToken.None);
    }
}
