using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Tests.Timing;

public sealed class DoorClockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_timer_fires_on_a_thread_of_its_own_and_not_before_its_time()
    {
        using var clock = new DoorClock();
        using var fired = new ManualResetEventSlim();
        var pooled = true;
        var start = clock.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        using var timer = clock.CreateTimer(
            _ => { (pooled, elapsed) = (Thread.CurrentThread.IsThreadPoolThread, clock.GetElapsedTime(start)); fired.Set(); },
            null,
            TimeSpan.FromMilliseconds(20),
            Timeout.InfiniteTimeSpan);

        Assert.True(fired.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.False(pooled);
        Assert.True(elapsed >= TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_and_a_disposed_one_not_at_all()
    {
        using var clock = new DoorClock();
        using var done = new CountdownEvent(2);
        var order = new List<int>();
        using var second = clock.CreateTimer(_ => { order.Add(2); done.Signal(); }, null, TimeSpan.FromMilliseconds(60), Timeout.InfiniteTimeSpan);
        using var first = clock.CreateTimer(_ => { order.Add(1); done.Signal(); }, null, TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        clock.CreateTimer(_ => order.Add(0), null, TimeSpan.FromMilliseconds(40), Timeout.InfiniteTimeSpan).Dispose();

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal([1, 2], order);
    }

    [Fact]
    public void A_repeating_timer_fires_again()
    {
        using var clock = new DoorClock();
        using var three = new SemaphoreSlim(0);
        using var timer = clock.CreateTimer(_ => three.Release(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

        for (var i = 0; i < 3; i++)
            Assert.True(three.Wait(Patience, TestContext.Current.CancellationToken));
    }
}
