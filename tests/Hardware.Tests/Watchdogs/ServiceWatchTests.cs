using AccessKiosk.Hardware.Watchdogs;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>What systemd and the guard hear, on real sockets.</summary>
public sealed class ServiceWatchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("watch");
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _reports = [];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Systemd_and_the_guard_both_hear_that_the_kiosk_is_ready_lives_and_ends()
    {
        using Listener systemd = new(In("systemd")), guard = new(In("guard"));
        var watch = Watch(systemd.Path, guard.Path);
        watch.Status("two doors");
        Assert.Equal("STATUS=two doors", systemd.Next());
        watch.Ready();
        Assert.Equal("READY=1\nWATCHDOG=1", systemd.Next());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", systemd.Next());
        watch.Dispose();
        watch.Dispose();
        Assert.Equal("STOPPING=1", systemd.Next());
        Assert.True(systemd.IsEmpty);
        Assert.Equal(["STATUS=two doors", "READY=1\nWATCHDOG=1", "WATCHDOG=1", "STOPPING=1"], [guard.Next(), guard.Next(), guard.Next(), guard.Next()]);
    }

    [Fact]
    public void An_abstract_socket_is_reached_too()
    {
        using var systemd = new Listener($"@accesskiosk-test-{Guid.NewGuid():N}");
        using var watch = Watch(systemd.Path, guard: null);
        watch.Ready();
        Assert.Equal("READY=1\nWATCHDOG=1", systemd.Next());
    }

    [Theory]
    [InlineData("30000000", 1000)]
    [InlineData("1500000", 500)]
    [InlineData("nonsense", 1000)]
    [InlineData(null, 1000)]
    public void The_heartbeat_comes_every_second_or_three_times_in_what_systemd_allows(string? microseconds, int expected)
    {
        using var systemd = new Listener(In("systemd"));
        using var watch = Watch(systemd.Path, guard: null, microseconds);
        watch.Ready();
        systemd.Next();
        _time.Advance(TimeSpan.FromMilliseconds(expected - 1));
        Assert.True(systemd.IsEmpty);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("WATCHDOG=1", systemd.Next());
    }

    [Fact]
    public void A_stage_that_hangs_stops_the_heartbeat_and_one_that_goes_on_starts_it_again()
    {
        using var systemd = new Listener(In("systemd"));
        using var watch = Watch(systemd.Path, guard: null);
        var stage = watch.Stage("recognition", TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(30));
        stage.Enter().Dispose();
        watch.Ready();
        using (stage.Enter())
        {
            Seconds(3);
            Assert.Equal(["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], [systemd.Next(), systemd.Next(), systemd.Next()]);
            Assert.Equal("STATUS=recognition has worked on one piece for 3 s: the heartbeat stops until it goes on", systemd.Next());
            Seconds(10);
            Assert.True(systemd.IsEmpty);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["WATCHDOG=1", "STATUS=every stage makes progress again"], [systemd.Next(), systemd.Next()]);
        Assert.Equal(2, _reports.Count);
    }

    [Fact]
    public void Of_several_stages_one_that_hangs_is_enough_and_is_named_whatever_the_others_do()
    {
        using var systemd = new Listener(In("systemd"));
        using var watch = Watch(systemd.Path, guard: null);
        var (well, hung) = (watch.Stage("the loop of camera in", TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(30)), watch.Stage("the loop of camera out", TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(30)));
        hung.Enter().Dispose();
        watch.Ready();
        using (hung.Enter())
        {
            for (var second = 0; second < 3; second++)
            {
                well.Enter().Dispose();
                Seconds(1);
            }

            Assert.Equal(["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], [systemd.Next(), systemd.Next(), systemd.Next()]);
            Assert.Equal("STATUS=the loop of camera out has worked on one piece for 3 s: the heartbeat stops until it goes on", systemd.Next());
        }
    }

    [Fact]
    public void A_stage_that_is_given_nothing_to_do_for_too_long_stops_the_heartbeat_unless_it_rests()
    {
        using var systemd = new Listener(In("systemd"));
        using var watch = Watch(systemd.Path, guard: null);
        var stage = watch.Stage("camera", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1));
        watch.Ready();
        stage.Enter().Dispose();
        Seconds(2);
        Assert.Equal(["READY=1\nWATCHDOG=1", "WATCHDOG=1"], [systemd.Next(), systemd.Next()]);
        Assert.Equal("STATUS=camera has had nothing to work on for 2 s: the heartbeat stops until it goes on", systemd.Next());
        stage.Rest();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", systemd.Next());
        systemd.Next();
        for (var i = 0; i < 100; i++)
        {
            Seconds(1);
            Assert.Equal("WATCHDOG=1", systemd.Next());
        }
    }

    [Fact]
    public void The_first_piece_of_work_may_take_as_long_as_it_likes()
    {
        using var systemd = new Listener(In("systemd"));
        using var watch = Watch(systemd.Path, guard: null);
        var stage = watch.Stage("recognition", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        watch.Ready();
        systemd.Next();
        using (stage.Enter())
        {
            for (var i = 0; i < 100; i++)
            {
                Seconds(1);
                Assert.Equal("WATCHDOG=1", systemd.Next());
            }
        }

        Seconds(2);
        Assert.Equal("WATCHDOG=1", systemd.Next());
        Assert.StartsWith("STATUS=recognition has had nothing", systemd.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_that_is_away_or_never_reads_holds_nobody_up()
    {
        using var full = new Listener(In("full"));
        using var watch = Watch(full.Path, In("nobody"));
        watch.Ready();
        for (var i = 0; i < 2000; i++)
            watch.Status(new string('x', 1000));
        Assert.Equal("READY=1\nWATCHDOG=1", full.Next());
    }

    [Fact]
    public void Without_systemd_and_guard_nothing_is_done()
    {
        using var watch = Watch(systemd: null, guard: null);
        watch.Ready();
        watch.Status("nobody hears");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_reports);
    }

    [Fact]
    public void Entering_a_stage_allocates_nothing()
    {
        using var watch = Watch(systemd: null, guard: null);
        var stage = watch.Stage("recognition", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        stage.Enter().Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            using var working = stage.Enter();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Seconds(int count)
    {
        for (var i = 0; i < count; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private ServiceWatch Watch(string? systemd, string? guard, string? microseconds = "30000000") => ServiceWatch.FromEnvironment(_time, _reports.Add, name => name switch
    {
        "NOTIFY_SOCKET" => systemd,
        "WATCHDOG_USEC" => microseconds,
        ServiceWatch.GuardVariable => guard,
        _ => null,
    });
}
