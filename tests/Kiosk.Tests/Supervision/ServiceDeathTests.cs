using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Site;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Supervision;

/// <summary>Each service of a whole kiosk is killed: nobody is let in, the log says which, and it starts again or the kiosk ends.</summary>
[Trait("Speed", "slow")]
public sealed class ServiceDeathTests : IDisposable, IEventSink
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeptLog _log = new();
    private readonly LoggerFactory _factory;
    private volatile bool _sinkFails;

    public ServiceDeathTests() => _factory = new([_log]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _factory.Dispose();
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
        var running = kiosk.RunAsync(Cancellation);

        kiosk.Supervisor.Fail(service, new InvalidOperationException("killed"));

        Assert.Equal(service, (await Assert.ThrowsAsync<ServiceFailedException>(() => running)).Service);
        Assert.True(_log.Has(1002, service));
        Assert.False(kiosk.Doors["main"]!.Grant().Open);
    }

    [Fact]
    public async Task An_event_sink_that_fails_ends_the_kiosk()
    {
        await using var kiosk = await OpenAsync(TimeProvider.System);
        var running = kiosk.RunAsync(Cancellation);
        _sinkFails = true;

        kiosk.Doors["main"]!.RemoteUnlock("test");

        Assert.Equal("events of door main", (await Assert.ThrowsAsync<ServiceFailedException>(() => running)).Service);
        Assert.Contains(_log.Lines, line => line is { Id: 1002, Level: LogLevel.Critical, Exception.Message: "the sink is broken" });
        Assert.False(kiosk.Doors["main"]!.Grant().Open);
    }

    private static async Task UntilAsync(Func<bool> happened, FakeTimeProvider? time = null)
    {
        while (!happened())
        {
            time?.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Cancellation);
        }
    }

    private Task<LiveKiosk> OpenAsync(TimeProvider time)
    {
        var options = KioskOptions.Load(
            [$"Store:Directory={_folder.Path}/store", "Gpio:Driver=Simulated", "Doors:main:Relay=relay", $"Camera:Source={Recordings.Stranger}", "Camera:Loop=true"]);
        return LiveKiosk.OpenAsync(options.ForSite(), this, time, Cancellation, _factory);
    }
}
