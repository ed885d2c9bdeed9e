using System.Globalization;
using AccessKiosk.Foundation;
using AccessKiosk.Access.Events;
using AccessKiosk.Kiosk.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Tests.Supervision;

/// <summary>The camera and the doors come before the pages, whatever these are asked.</summary>
public sealed class ThreadShareTests
{
    private readonly int _usual = ThreadShare.Level;

    private static int First => Math.Max(-20, ThreadShare.Usual - 10);

    [Fact]
    public void What_comes_first_gives_its_share_back_and_does_not_pass_it_on()
    {
        RequireRight();
        var (first, started, after) = OnThread(() =>
        {
            using var turn = ThreadShare.First();
            return (ThreadShare.Level, OnThread(() => ThreadShare.Level));
        });
        Assert.Equal(First, first);
        Assert.Equal(Math.Max(0, First), started);
        Assert.Equal(_usual, after);
    }

    [Fact]
    public void The_decoder_of_a_stream_comes_first_too()
    {
        RequireRight();
        var (first, started, _) = OnThread(() =>
        {
            using var turn = ThreadShare.FirstWithAllThatItStarts();
            return (ThreadShare.Level, OnThread(() => ThreadShare.Level));
        });
        Assert.Equal(first, started);
    }

    [Fact]
    public async Task In_a_running_kiosk_camera_and_doors_come_first_and_the_threads_of_the_pages_do_not()
    {
        RequireRight();
        using var folder = new TemporaryFolder();
        var options = KioskOptions.Load(["Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Port=0"]);
        options.Store = new() { Directory = folder.Path };
        (options.Camera.Source, options.Camera.Loop) = (Recordings.ManAnotherDay, true);
        await using var kiosk = await HostedKiosk.OpenAsync(options, new JsonEventSink(TextWriter.Null, showNames: false), TimeProvider.System);
        await kiosk.PlayAsync();
        while (kiosk.Lanes[0].Frames < 10)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        var levels = Threads().ToLookup(thread => thread.Name, thread => thread.Level, StringComparer.Ordinal);
        Assert.Contains(First, levels["camera"]);
        Assert.Contains(First, levels["doors"]);
        Assert.NotEmpty(levels[".NET TP Worker"]);
        Assert.All(levels[".NET TP Worker"], level => Assert.True(level > First));
    }

    [Fact]
    public async Task A_running_kiosk_says_whether_this_account_lets_cameras_and_doors_come_first()
    {
        using var folder = new TemporaryFolder();
        var options = KioskOptions.Load(["Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Port=0"]);
        options.Store = new() { Directory = folder.Path };
        options.Camera.Source = Recordings.ManAnotherDay;
        await using var kiosk = await HostedKiosk.OpenAsync(options, new JsonEventSink(TextWriter.Null, showNames: false), TimeProvider.System);
        var report = await kiosk.Get<HealthCheckService>().CheckHealthAsync(check => check.Name is "priority", TestContext.Current.CancellationToken);
        Assert.Equal(ThreadShare.MayComeFirst() ? HealthStatus.Healthy : HealthStatus.Degraded, Assert.Single(report.Entries).Value.Status);
    }

    // Name and nice level of every thread of this process, from proc(5).
    private static IEnumerable<(string Name, int Level)> Threads() => Directory.GetDirectories("/proc/self/task").Select(task => File.ReadAllText(Path.Combine(task, "stat"))).Select(stat =>
        (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')], int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture)));

    private static void RequireRight()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads have shares of their own on Linux.");
        Assert.SkipUnless(ThreadShare.MayComeFirst(), "This account may put no thread first (LimitNICE=).");
    }

    private static (int First, int Started, int After) OnThread(Func<(int First, int Started)> work) => OnThread(() =>
    {
        var (first, started) = work();
        return (first, started, ThreadShare.Level);
    });

    private static T OnThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }
}
