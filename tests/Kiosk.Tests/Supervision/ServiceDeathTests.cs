using System.Diagnostics;
using System.Net;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Maintenance;
using AccessKiosk.Access.Site;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Kiosk.Configuration.Reload;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Supervision;

/// <summary>Each service of a whole kiosk is killed: nobody is let in, the log says which, and it starts again or the kiosk ends.</summary>
[Trait("Speed", "slow")]
public sealed class ServiceDeathTests : IDisposable, IEventSink
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeptLog _log = new();
    private volatile bool _sinkFails;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    void IEventSink.Publish(AccessEvent happened)
    {
        if (_sinkFails && happened.Code.Group is "door")
            throw new InvalidOperationException("the sink is broken");
    }

    [Fact]
    public async Task Services_that_can_be_restarted_are_and_nobody_is_let_in_meanwhile()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var kiosk = await OpenAsync(time);
        var door = kiosk.Doors["main"]!;
        foreach (var service in (string[])["event recorder", "access state", "retention", "reference renewals", "hold-open clock"])
        {
            kiosk.Supervisor.Fail(service, new InvalidOperationException("killed"));
            await UntilAsync(() => _log.Has(1001, service));
            Assert.Equal(DoorMode.Impaired, door.State.Mode);
            Assert.False(door.Grant().Open);

            await UntilAsync(() => _log.Has(1005, service), time);
            Assert.Equal(DoorMode.Locked, door.State.Mode);
        }

        // The recorder writes again.
        var written = new AccessEvent { At = time.GetUtcNow(), Code = EventCodes.SettingsChanged, Detail = "after the restart" };
        kiosk.Record.Publish(written);
        while (!(await kiosk.Population.Store.Events.QueryAsync(new(), Cancellation)).Any(kept => kept.Id == written.Id))
            await Task.Delay(10, Cancellation);
        kiosk.Supervisor.ThrowIfFailed();
    }

    [Theory]
    [InlineData("events of door main")]
    [InlineData("gallery follower")]
    [InlineData("calibration follower")]
    [InlineData("camera main")]
    public async Task A_service_whose_state_may_be_wrong_ends_the_kiosk(string service)
    {
        await using var kiosk = await OpenAsync(TimeProvider.System);
        var running = kiosk.WaitAsync(Cancellation);

        kiosk.Supervisor.Fail(service, new InvalidOperationException("killed"));

        Assert.Equal(service, (await Assert.ThrowsAsync<ServiceFailedException>(() => running)).Service);
        Assert.True(_log.Has(1002, service));
        Assert.False(kiosk.Doors["main"]!.Grant().Open);
    }

    [Fact]
    public async Task An_event_sink_that_fails_ends_the_kiosk()
    {
        await using var kiosk = await OpenAsync(TimeProvider.System);
        var running = kiosk.WaitAsync(Cancellation);
        _sinkFails = true;

        kiosk.Doors["main"]!.RemoteUnlock("test");

        Assert.Equal("events of door main", (await Assert.ThrowsAsync<ServiceFailedException>(() => running)).Service);
        Assert.Contains(_log.Lines, line => line is { Id: 1002, Level: LogLevel.Critical, Exception.Message: "the sink is broken" });
        Assert.False(kiosk.Doors["main"]!.Grant().Open);
    }

    [Fact]
    public async Task The_settings_watch_keeps_people_out_while_it_is_down_and_the_health_checks_say_so()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var kiosk = await OpenAsync(time, ["Web:Enabled=true", "Web:Port=0", "Web:HttpsPort=-1"]);
        Assert.Equal(HealthStatus.Healthy, (await ServicesAsync(kiosk)).Status);

        kiosk.Supervisor.Fail("settings watch", new InvalidOperationException("killed"));
        await UntilAsync(() => _log.Has(1001, "settings watch"));

        Assert.False(kiosk.Doors["main"]!.Grant().Open);
        var told = await ServicesAsync(kiosk);
        Assert.Equal((HealthStatus.Unhealthy, "settings watch restarts (InvalidOperationException)"), (told.Status, told.Description));
        using var client = new HttpClient { BaseAddress = new(kiosk.Pages.Address) };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/api/v1/health/ready", Cancellation)).StatusCode);
        await UntilAsync(() => _log.Has(1005, "settings watch"), time);
        Assert.Equal(HealthStatus.Healthy, (await ServicesAsync(kiosk)).Status);
    }

    [Theory]
    [InlineData("notifications")]
    [InlineData("metrics")]
    [InlineData("empty rooms")]
    [InlineData("audit inbox")]
    [InlineData("proof of life")]
    public async Task A_service_that_no_door_depends_on_is_restarted_and_keeps_nobody_out(string service)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var kiosk = await OpenAsync(time, ["Web:Enabled=true", "Web:Port=0", "Web:HttpsPort=-1"]);

        kiosk.Supervisor.Fail(service, new InvalidOperationException("killed"));
        await UntilAsync(() => _log.Has(1003, service));

        Assert.Equal(HealthStatus.Degraded, (await ServicesAsync(kiosk)).Status);
        Assert.True(kiosk.Doors["main"]!.Grant().Open);
        await UntilAsync(() => _log.Has(1005, service), time);
        Assert.Equal(HealthStatus.Healthy, (await ServicesAsync(kiosk)).Status);
    }

    [Fact]
    public async Task Every_hosted_service_of_the_product_is_supervised_or_does_nothing_in_the_background()
    {
        await using var kiosk = await OpenAsync(TimeProvider.System, ["Web:Enabled=true", "Web:Port=0", "Web:HttpsPort=-1"]);
        var services = kiosk.Services.GetServices<IHostedService>().Where(service => service.GetType().Namespace!.StartsWith(nameof(AccessKiosk), StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(services);
        Assert.All(services.OfType<BackgroundService>(), service => Assert.IsType<SupervisedBackgroundService>(service, exactMatch: false));
        Assert.Equal(
            [
                "access state", "audit inbox", "calibration follower", "camera main", "empty rooms", "event recorder", "events of door main", "gallery follower", "hold-open clock", "metrics", "notifications", "proof of life",
                "reference renewals", "retention", "settings watch",
            ],
            kiosk.Supervisor.Health.Select(service => service.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_program_ends_with_exit_code_three_when_a_service_fails_for_good()
    {
        // Every write to the output fails, and with it the camera loop that tells of what it sees.
        string[] settings = [$"Store:Directory={_folder.Path}/store", "Web:Enabled=false", "Gpio:Driver=Simulated", "Doors:main:Relay=relay", $"Camera:Source={Recordings.Stranger}"];
        string[] line = ["-c", "exec \"$0\" \"$@\" > /dev/full", Path.Combine(KioskProgram.Folder, "AccessKiosk.Kiosk"), "run", "--json", .. settings.SelectMany(setting => new[] { "--set", setting })];
        using var program = Process.Start(new ProcessStartInfo("sh", line) { RedirectStandardError = true, UseShellExecute = false })!;
        var errors = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation);

        Assert.Equal(3, program.ExitCode);
        Assert.Contains("[1002]", errors, StringComparison.Ordinal);
        Assert.Contains("the kiosk ends", errors, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> ServicesAsync(HostedKiosk kiosk) =>
        (await kiosk.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "services", Cancellation)).Entries["services"];

    private static async Task UntilAsync(Func<bool> happened, FakeTimeProvider? time = null)
    {
        while (!happened())
        {
            time?.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancellation);
        }
    }

    private Task<HostedKiosk> OpenAsync(TimeProvider time, string[]? settings = null)
    {
        var options = KioskOptions.Load(
            ["Web:Enabled=false", $"Store:Directory={_folder.Path}/store", "Gpio:Driver=Simulated", "Doors:main:Relay=relay", $"Camera:Source={Recordings.Stranger}", "Camera:Loop=true", .. settings ?? []]);
        return HostedKiosk.OpenAsync(options, this, time, host =>
        {
            host.Logging.AddProvider(_log);
            host.Services.AddSettingsWatch([]);
            host.Services.AddHosted<BackgroundKeeper>();
            // A camera whose clock jumps would be taken for hung.
            if (time == TimeProvider.System)
                host.Services.AddLaneLoops();
        });
    }
}
