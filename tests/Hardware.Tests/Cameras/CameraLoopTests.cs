using System.Collections.Concurrent;
using System.Diagnostics;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Timing;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

public sealed class CameraLoopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly ConcurrentQueue<CameraEvent> _events = new();

    [Fact]
    public void At_full_speed_a_slow_consumer_sees_every_picture()
    {
        using var loop = Start(Recordings.Webcam, PlaybackSpeed.Maximum);
        var count = 0;
        while (loop.Next(Cancellation) is { } frame)
        {
            Assert.Equal(count, frame.Sequence);
            Assert.Equal(TimeSpan.FromMilliseconds(40 * count), frame.Timestamp);
            if (count++ % 100 == 0)
                Wait(TimeSpan.FromMilliseconds(50));
        }
        Assert.Equal((765, 0), (count, loop.Dropped));
        Assert.Equal([CameraEventKind.Opened, CameraEventKind.EndOfFile], _events.Select(e => e.Kind));
        Assert.Null(loop.Next(Cancellation));
    }

    [Fact]
    public void In_real_time_a_slow_consumer_sees_the_newest_picture()
    {
        using var loop = Start(Recordings.Webcam, PlaybackSpeed.RealTime);
        var clock = Stopwatch.StartNew();
        long seen = 0, last = -1;
        for (var i = 0; i < 6; i++)
        {
            var frame = loop.Next(Cancellation)!;
            Assert.True(frame.Sequence > last);
            // Never ahead of its time; how far behind is up to the machine.
            Assert.True(frame.Timestamp <= clock.Elapsed + TimeSpan.FromMilliseconds(100));
            (last, seen) = (frame.Sequence, seen + 1);
            Wait(TimeSpan.FromMilliseconds(200));
        }
        Assert.True(last >= seen); // Some were passed over,
        Assert.True(loop.Dropped >= last + 1 - seen); // and all of these counted.
    }

    [Fact]
    public void A_frame_stays_as_it_is_until_the_next_is_asked_for()
    {
        using var loop = Start(Recordings.Webcam, PlaybackSpeed.RealTime);
        var frame = loop.Next(Cancellation)!;
        var number = frame.Sequence;
        using var before = frame.Image.Clone();
        Wait(TimeSpan.FromMilliseconds(400));
        Assert.Equal(number, frame.Sequence);
        Assert.True(SameRows(before, frame.Image));
    }

    [Fact]
    public void A_recording_that_was_cut_off_ends_with_an_event()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, File.ReadAllBytes(Recordings.Webcam).AsSpan(0, 300_000));
            using var loop = Start(path, PlaybackSpeed.Maximum);
            var count = 0;
            while (loop.Next(Cancellation) is not null)
                count++;
            Assert.InRange(count, 50, 700);
            Assert.Equal([CameraEventKind.Opened, CameraEventKind.BadFrame, CameraEventKind.EndOfFile], _events.Select(e => e.Kind));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_source_that_cannot_be_opened_is_the_consumers_error()
    {
        using var loop = Start("/nowhere/a.mp4", PlaybackSpeed.Maximum);
        Assert.Throws<CameraException>(() => loop.Next(Cancellation));
        Assert.Empty(_events);
    }

    [Fact]
    public void A_camera_that_hangs_up_is_lost_and_found_again()
    {
        using var server = new NetworkCamera(NetworkCamera.Pictures(8), NetworkCamera.PicturesThenSilence(200));
        using var loop = Start($"http://127.0.0.1:{server.Port}/", PlaybackSpeed.RealTime);
        var (number, time) = (-1L, TimeSpan.MinValue);
        while (_events.All(e => e.Kind != CameraEventKind.Recovered))
            Next();
        for (var i = 0; i < 3; i++)
            Next();
        Assert.Equal([CameraEventKind.Opened, CameraEventKind.Lost, CameraEventKind.Recovered], _events.Select(e => e.Kind));

        void Next()
        {
            var frame = loop.Next(Cancellation)!;
            Assert.True(frame.Sequence > number && frame.Timestamp > time); // Both go on over the loss.
            (number, time) = (frame.Sequence, frame.Timestamp);
        }
    }

    [Fact]
    public void A_camera_that_falls_silent_is_noticed_in_time()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(8));
        var silent = new ManualResetEventSlim();
        using var loop = new CameraLoop(
            new() { Source = $"http://127.0.0.1:{server.Port}/", StallTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System,
            e =>
            {
                _events.Enqueue(e);
                if (e.Kind is CameraEventKind.Stalled or CameraEventKind.Lost)
                    silent.Set();
            });
        Assert.NotNull(loop.Next(Cancellation));
        Assert.True(silent.Wait(TimeSpan.FromSeconds(20), Cancellation));
    }

    [Fact]
    public void A_stall_that_passes_is_a_recovery()
    {
        // Each picture takes 700 ms.
        using var loop = new CameraLoop(
            new() { Source = "videotestsrc num-buffers=4 ! identity sleep-time=700000", StallTimeout = TimeSpan.FromSeconds(0.3) },
            TimeProvider.System, _events.Enqueue);
        while (_events.Count(e => e.Kind == CameraEventKind.Recovered) < 2)
            Assert.NotNull(loop.Next(Cancellation));
        Assert.Equal(
            [CameraEventKind.Opened, CameraEventKind.Stalled, CameraEventKind.Recovered, CameraEventKind.Stalled, CameraEventKind.Recovered],
            _events.Select(e => e.Kind).Take(5));
    }

    [Fact]
    public void A_stall_that_ends_in_a_bad_picture_is_over_with_the_next_good_one()
    {
        using var stalled = new ManualResetEventSlim();
        using var loop = new CameraLoop(
            new() { Source = "a camera of the test's", StallTimeout = TimeSpan.FromSeconds(0.3) }, TimeProvider.System,
            e =>
            {
                _events.Enqueue(e);
                if (e.Kind == CameraEventKind.Stalled)
                    stalled.Set();
            },
            _ => new HesitantCamera(stalled));
        while (loop.Next(Cancellation)!.Sequence < 3)
        {
            // Every stall would have been told by now, and its end.
        }

        Assert.Equal(
            [CameraEventKind.Opened, CameraEventKind.Stalled, CameraEventKind.BadFrame, CameraEventKind.Recovered],
            _events.Select(e => e.Kind).Take(4));
        Assert.Single(_events, e => e.Kind == CameraEventKind.Recovered);
    }

    [Theory]
    [InlineData(40, "too dark")]
    [InlineData(110, "check its cable")]
    public void A_camera_that_is_slow_in_the_dark_is_said_to_lack_light(int brightness, string words)
    {
        using var loop = new CameraLoop(new() { Source = "0" }, TimeProvider.System, _events.Enqueue, _ => new SlowCamera(brightness));
        while (loop.Next(Cancellation)!.Sequence < 20)
        {
            // It is slow after a few.
        }

        Assert.Contains(words, _events.First(e => e.Kind == CameraEventKind.Troubled).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_ends_when_it_is_cancelled()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(3));
        using var loop = Start($"http://127.0.0.1:{server.Port}/", PlaybackSpeed.RealTime);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(300);
        Action forever = () =>
        {
            while (true)
                loop.Next(stop.Token);
        };
        Assert.ThrowsAny<OperationCanceledException>(forever);
    }

    [Theory]
    [InlineData(PlaybackSpeed.Maximum)]
    [InlineData(PlaybackSpeed.RealTime)]
    public void Disposal_ends_everything_at_once(PlaybackSpeed speed)
    {
        var loop = Start(Recordings.Webcam, speed);
        Assert.NotNull(loop.Next(Cancellation));
        var clock = Stopwatch.StartNew();
        loop.Dispose();
        loop.Dispose();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10)); // The recording has 31 s left.
        Assert.Null(loop.Next(Cancellation));
    }

    [Fact]
    public void The_loop_allocates_nothing_for_a_frame()
    {
        var cancellationToken = Cancellation;
        using var loop = Start(Recordings.Webcam, PlaybackSpeed.Maximum);
        for (var i = 0; i < 200; i++)
            loop.Next(cancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            loop.Next(cancellationToken);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Handing_over_and_pacing_allocate_nothing_on_the_cameras_thread()
    {
        using var frames = new LatestFrame();
        using var pause = new Pause(TimeProvider.System);
        using var watch = new StallWatch(TimeSpan.FromMinutes(1), TimeProvider.System, () => { });
        using var stop = new CancellationTokenSource();

        void EveryFrame()
        {
            watch.Begin();
            watch.End();
            pause.For(TimeSpan.FromMilliseconds(1), stop.Token);
            frames.Publish(lossless: true, stop.Token);
            frames.Take(stop.Token);
        }

        for (var i = 0; i < 100; i++)
            EveryFrame();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            EveryFrame();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private CameraLoop Start(string source, PlaybackSpeed speed) =>
        new(new() { Source = source, Speed = speed }, TimeProvider.System, _events.Enqueue);

    private static bool SameRows(Image a, Image b) =>
        Enumerable.Range(0, a.Height).All(y => a.Row(y).SequenceEqual(b.Row(y)));

    private static void Wait(TimeSpan time) => Cancellation.WaitHandle.WaitOne(time);
}
