using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Foundation;

namespace AccessKiosk.Enrollment.Tests.Capturing;

public sealed class PictureWorkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, 1638, 1)]
    [InlineData(8, 512, 1)]
    [InlineData(8, 4096, 4)]
    [InlineData(2, 64 << 10, 2)]
    public void As_many_pictures_are_looked_at_at_once_as_the_memory_allows(int most, long megabytes, int expected) =>
        Assert.Equal(expected, PictureWork.Fitting(most, megabytes << 20));

    [Fact]
    public async Task Work_is_served_after_the_camera_and_what_waits_for_it_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads have priorities of their own on Linux.");
        using var work = new BackgroundWork("test", 1);
        var before = Priority();
        Assert.Equal(Math.Min(19, AccessKiosk.Foundation.ThreadShare.Usual + 10), await work.RunAsync(Priority, Cancellation));

        // A thread that is begun by what waited for the work.
        var after = 0;
        var thread = new Thread(() => after = Priority());
        thread.Start();
        thread.Join();
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Work_is_done_one_after_the_other_in_the_order_of_asking()
    {
        using var work = new BackgroundWork("test", 1);
        var order = new List<int>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => work.RunAsync(
            () =>
            {
                order.Add(i);
                return i;
            },
            Cancellation)));
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Fact]
    public async Task Faults_are_for_who_asked_and_the_next_work_goes_on()
    {
        using var work = new BackgroundWork("test", 1);
        await Assert.ThrowsAsync<InvalidDataException>(() => work.RunAsync<int>(() => throw new InvalidDataException(), Cancellation));
        Assert.Equal(1, await work.RunAsync(() => 1, Cancellation));
    }

    [Fact]
    public async Task Work_that_waits_is_called_off_by_its_owner_and_at_the_end()
    {
        var work = new BackgroundWork("test", 1);
        using var hold = new ManualResetEventSlim();
        using var left = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        var running = work.RunAsync(
            () =>
            {
                begun.Set();
                return hold.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
            },
            Cancellation);
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30), Cancellation));
        var leaving = work.RunAsync(() => true, left.Token);
        await left.CancelAsync();
        var waiting = work.RunAsync(() => true, Cancellation);
        var ending = Task.Run(work.Dispose, Cancellation);
        await Task.Delay(50, Cancellation);
        hold.Set();
        await ending;

        Assert.True(await running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work.RunAsync(() => true, Cancellation));
    }

    [Fact]
    public async Task After_work_what_it_took_is_given_back_once()
    {
        using var given = new SemaphoreSlim(0);
        using var work = new BackgroundWork("test", 1, () => given.Release(), TimeSpan.FromMilliseconds(20));
        await work.RunAsync(() => true, Cancellation);
        Assert.True(await given.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.False(await given.WaitAsync(TimeSpan.FromMilliseconds(100), Cancellation));
    }

    // The 19th value of the line, counted behind the name, which may hold blanks.
    private static int Priority()
    {
        var line = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
    }
}
