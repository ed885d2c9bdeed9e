using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Hosting;
using AccessKiosk.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>The kiosk's own host in the test's process, with what tests ask it for.</summary>
internal sealed class HostedKiosk : IAsyncDisposable
{
    private readonly KioskHost _host;

    private HostedKiosk(KioskHost host) => _host = host;

    public KioskOptions Options => Get<KioskOptions>();

    public TimeProvider Time => Get<TimeProvider>();

    public EnrolledPopulation Population => Get<EnrolledPopulation>();

    public GpioDriver Gpio => Get<GpioDriver>();

    public ServiceSupervisor Supervisor => Get<ServiceSupervisor>();

    public DoorSet Doors => Get<DoorSet>();

    public IReadOnlyList<Lane> Lanes => Get<LaneSet>().Lanes;

    public SiteRules Site => Get<SiteRules>();

    public CurrentAccessPolicy Rules => Site.Book;

    public EventFeed Events => Get<EventFeed>();

    public IEventSink Record => Get<IEventSink>();

    public PageAddresses Pages => _host.Pages!;

    public IServiceProvider Services => _host.Services;

    /// <summary>Opens a kiosk and starts it, without its camera loops and without a log on the console.</summary>
    public static async Task<HostedKiosk> OpenAsync(KioskOptions options, IEventSink console, TimeProvider time, Action<IHostApplicationBuilder>? change = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var host = await KioskHost.OpenAsync(options, console, time, cancellationToken, builder =>
        {
            builder.Logging.ClearProviders();
            change?.Invoke(builder);
        });
        try
        {
            await host.StartAsync(cancellationToken);
            return new(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Lane? Lane(string camera) => Get<LaneSet>()[camera];

    /// <summary>Starts the camera loops; they end with the kiosk.</summary>
    public Task PlayAsync() => Get<LaneRunner>().StartAsync(CancellationToken.None);

    /// <summary>Waits until it ends; its camera loops were registered.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _host.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Get<LaneRunner>().StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
    }
}
