using AccessKiosk.Access.Supervision;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Supervision;

/// <summary>Restarts, their limit, and what a failure does to a door.</summary>
public sealed class ServiceSupervisorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly KeptLog _log = new();
    private readonly LoggerFactory _factory;
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly ServiceSupervisor _supervisor;

    public ServiceSupervisorTests()
    {
        _factory = new([_log]);
        _gpio = new(_time);
        _door = Door.Open(new() { Name = "main", Relay = "relay" }, _gpio, _time);
        _supervisor = new(_time, _factory.CreateLogger<ServiceSupervisor>());
        _supervisor.Guard([_door]);
    }

    public void Dispose()
    {
        _supervisor.Dispose();
        _door.Dispose();
        _gpio.Dispose();
        _factory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_restarted_five_times_and_then_ends_the_kiosk()
    {
        var runs = 0;
        var running = _supervisor.RunAsync("worker", _ => Fail(ref runs), RestartPolicy.RestartThenEndKiosk, TestContext.Current.CancellationToken);

        Assert.False(_door.Grant().Open);
        await PassAsync(() => running.IsCompleted);

        Assert.Equal(6, runs);
        Assert.Equal(5, _log.Lines.Count(line => line is { Id: 1001, Level: LogLevel.Critical, Exception: InvalidOperationException }));
        Assert.True(_log.Has(1002, "worker"));
        Assert.True(_supervisor.Failed.IsCancellationRequested);
        Assert.Equal("worker", Assert.Throws<ServiceFailedException>(_supervisor.ThrowIfFailed).Service);
        Assert.False(_door.Grant().Open);
        Assert.Equal(new("worker", ServiceState.Stopped, 5, nameof(InvalidOperationException)), Assert.Single(_supervisor.Health));
    }

    [Fact]
    public async Task A_restarted_service_must_run_for_a_while_before_anybody_is_let_in()
    {
        var runs = 0;
        _ = _supervisor.RunAsync("worker", token => runs++ == 0 ? Fail(ref runs) : Task.Delay(Timeout.Infinite, token), RestartPolicy.RestartThenEndKiosk, TestContext.Current.CancellationToken);

        Assert.False(_door.Grant().Open);
        Assert.True(_door.RemoteUnlock("test").Open);
        Assert.False(_supervisor.AllowsEntry);
        await PassAsync(() => _log.Has(1005, "worker"));

        Assert.True(_supervisor.AllowsEntry);
        Assert.True(_door.Grant().Open);
        Assert.Equal((ServiceState.Running, 1), (_supervisor.Health[0].State, _supervisor.Health[0].Restarts));
        Assert.False(_supervisor.Failed.IsCancellationRequested);
    }

    [Fact]
    public async Task A_service_that_no_door_depends_on_stays_stopped_and_is_seen_to_be()
    {
        var runs = 0;
        var running = _supervisor.RunAsync("webhooks", _ => Fail(ref runs), RestartPolicy.RestartThenStop, TestContext.Current.CancellationToken);

        await PassAsync(() => running.IsCompleted);

        Assert.Equal(6, runs);
        Assert.True(_log.Has(1004, "webhooks"));
        Assert.Equal(ServiceState.Stopped, Assert.Single(_supervisor.Health).State);
        Assert.False(_supervisor.Failed.IsCancellationRequested);
        Assert.True(_door.Grant().Open);
    }

    [Fact]
    public async Task A_service_that_is_cancelled_or_has_nothing_left_to_do_has_not_failed()
    {
        using var stop = new CancellationTokenSource();
        var cancelled = _supervisor.RunAsync("one", token => Task.Delay(Timeout.Infinite, token), RestartPolicy.EndKiosk, stop.Token);
        var done = _supervisor.RunAsync("other", _ => Task.CompletedTask, RestartPolicy.EndKiosk, CancellationToken.None);

        await stop.CancelAsync();
        await Task.WhenAll(cancelled, done);

        Assert.Empty(_log.Lines);
        Assert.Empty(_supervisor.Health);
        Assert.False(_supervisor.Failed.IsCancellationRequested);
    }

    private static Task Fail(ref int runs)
    {
        runs++;
        throw new InvalidOperationException("broken");
    }

    private async Task PassAsync(Func<bool> until)
    {
        while (!until())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
