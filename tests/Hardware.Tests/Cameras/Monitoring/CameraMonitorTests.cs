using System.Globalization;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Cameras.Monitoring;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras.Monitoring;

/// <summary>Real recordings, whole and altered as faults alter them.</summary>
public sealed class CameraWatchTests(ITestOutputHelper output) : IDisposable
{
    private const double Rate = 25;
    private readonly CameraMonitor _monitor = new(slowBelow: 5);

    public static TheoryData<string> Clips => [Recordings.Webcam, Recordings.WebcamAnotherDay, Recordings.IndexAtEnd];

    public void Dispose() => _monitor.Dispose();

    [Theory]
    [MemberData(nameof(Clips))]
    public void A_real_recording_is_never_called_faulty_bright_or_dark(string clip)
    {
        foreach (var light in new[] { 1.0, 0.35, 0.2 })
        {
            using var monitor = new CameraMonitor(slowBelow: 5);
            using var small = new Thumbnail();
            var scene = new SceneChangeDetector();
            double texture = double.MaxValue, mean = double.MaxValue, changed = 0;
            foreach (var (picture, at) in Play(clip, 1500))
            {
                Dim(picture, light);
                Assert.Equal(CameraTrouble.None, monitor.Observe(picture, at));
                small.Take(picture);
                scene.IsElsewhere(small.Grey, at);
                (texture, mean, changed) = (Math.Min(texture, small.Figures.Texture), Math.Min(mean, small.Figures.Mean), Math.Max(changed, scene.Changed));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(clip)} at {light}: least texture {texture:0.00}, least mean {mean:0.0}, most of the view changed {changed:0.00}"));
        }
    }

    [Fact]
    public void Pictures_that_stay_the_same_are_noticed_within_two_seconds_and_forgiven_after()
    {
        Image? frozen = null;
        Assert.Equal(CameraTrouble.Frozen, Alter(picture => (frozen ??= picture.Clone()).CopyTo(picture)));
        frozen!.Dispose();
    }

    [Fact]
    public void A_picture_that_stands_still_is_noticed_though_the_camera_s_clock_in_it_goes_on()
    {
        Image? frozen = null;
        var frames = 0;
        Assert.Equal(CameraTrouble.Frozen, Alter(picture =>
        {
            (frozen ??= picture.Clone()).CopyTo(picture);
            // Digits of 12 by 20 pixels, anew each second.
            for (var y = 8; y < 28; y++)
                picture.Row(y).Slice(300, 36).Fill((byte)(frames / (int)Rate % 10 * 25));
            frames++;
        }));
        frozen!.Dispose();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void A_few_pictures_that_return_again_and_again_are_noticed(int count)
    {
        var buffers = new List<Image>();
        var frames = 0;
        Assert.Equal(CameraTrouble.Frozen, Alter(picture =>
        {
            if (buffers.Count < count)
                buffers.Add(picture.Clone());
            else
                buffers[frames % count].CopyTo(picture);
            frames++;
        }));
        buffers.ForEach(buffer => buffer.Dispose());
    }

    [Fact]
    public void A_still_room_whose_pictures_repeat_bit_for_bit_is_no_fault_nor_is_who_steps_in()
    {
        using var room = Play(Recordings.WebcamAnotherDay, 1).Select(first => first.Picture.Clone()).First();
        Dim(room, 0.3);
        var (at, random) = (TimeSpan.Zero, new Random(1));
        void Show(Image picture) => Assert.Equal(CameraTrouble.None, _monitor.Observe(picture, at += TimeSpan.FromSeconds(1 / Rate)));
        for (var second = 0; second < 60; second++)
        {
            // A key frame every two seconds, and a few frames that refine it.
            if (second % 2 == 0)
                Each(room, (_, _, value) => (byte)Math.Clamp(value + random.Next(-1, 2), 0, 255));
            for (var i = 0; i < Rate; i++)
            {
                if (i is > 0 and < 4)
                    room.Row(8 * i).Slice(60 * i, 40).Fill((byte)(60 + i));
                Show(room);
            }
        }

        foreach (var (picture, _) in Play(Recordings.WebcamAnotherDay, 100))
        {
            Dim(picture, 0.3);
            Show(picture);
        }
    }

    [Theory]
    [MemberData(nameof(Clips))]
    public void Much_of_a_real_picture_changes_from_frame_to_frame(string clip)
    {
        var frozen = new FrozenFrameDetector();
        var shares = new List<double>();
        foreach (var (picture, _) in Play(clip, 250))
        {
            Assert.False(frozen.IsFrozen(picture));
            shares.Add(frozen.Changed);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(clip)}: {shares.Min():0.00} to {shares.Max():0.00}, one in twenty below {shares.Order().ElementAt(shares.Count / 20):0.00}"));
    }

    [Fact]
    public void Black_pictures_with_a_sensor_s_noise_are_noticed() => Assert.Equal(CameraTrouble.Black, Alter(Black));

    [Fact]
    public void A_hand_on_the_lens_is_noticed() => Assert.Equal(CameraTrouble.Covered, Alter(Cover));

    [Fact]
    public void A_camera_that_was_turned_is_noticed() => Assert.Equal(CameraTrouble.Tampered, Alter(Turn));

    [Fact]
    public void Light_that_goes_down_at_once_is_no_tampering() => Assert.Equal(CameraTrouble.None, Alter(picture => Dim(picture, 0.4)));

    [Fact]
    public void A_camera_of_one_picture_a_second_is_slow_and_well_again_at_full_rate()
    {
        var at = TimeSpan.Zero;
        var troubles = new List<(TimeSpan At, CameraTrouble Trouble)>();
        foreach (var (i, (picture, _)) in Play(Recordings.WebcamAnotherDay, 200).Index())
        {
            at += TimeSpan.FromSeconds(i is >= 50 and < 56 ? 1 : 1 / Rate);
            troubles.Add((at, _monitor.Observe(picture, at)));
        }

        var began = TimeSpan.FromSeconds(50 / Rate);
        Assert.InRange(troubles.First(t => t.Trouble is CameraTrouble.Slow).At - began, TimeSpan.Zero, TimeSpan.FromSeconds(2.1));
        Assert.All(troubles, t => Assert.True(t.Trouble is CameraTrouble.None or CameraTrouble.Slow));
        Assert.Equal(CameraTrouble.None, troubles[^1].Trouble);
    }

    [Theory]
    [InlineData(5, 5.1, CameraTrouble.None)]
    [InlineData(5, 4.9, CameraTrouble.Slow)]
    [InlineData(7, 7.2, CameraTrouble.None)]
    [InlineData(7, 6.8, CameraTrouble.Slow)]
    public void Slow_is_what_gives_fewer_frames_a_second_than_the_limit(double limit, double rate, CameraTrouble expected)
    {
        using var monitor = new CameraMonitor(limit);
        var trouble = CameraTrouble.None;
        foreach (var (i, (picture, _)) in Play(Recordings.WebcamAnotherDay, 100).Index())
            trouble = monitor.Observe(picture, TimeSpan.FromSeconds(i / rate));
        Assert.Equal(expected, trouble);
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        using var picture = Image.Create(640, 480);
        var at = TimeSpan.Zero;
        for (var i = 0; i < 200; i++)
            _monitor.Observe(picture, at += TimeSpan.FromSeconds(1 / Rate));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            _monitor.Observe(picture, at += TimeSpan.FromSeconds(1 / Rate));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // Twelve seconds of a real room, four of it altered, then as before: what was found, when, and that it ended.
    private CameraTrouble Alter(Action<Image> alter)
    {
        const double From = 12, To = 16;
        var found = CameraTrouble.None;
        TimeSpan? noticed = null;
        foreach (var (picture, at) in Play(Recordings.WebcamAnotherDay, (int)(20 * Rate)))
        {
            var altered = at.TotalSeconds is >= From and < To;
            if (altered)
                alter(picture);
            var trouble = _monitor.Observe(picture, at);
            if (trouble is CameraTrouble.None)
                continue;
            noticed ??= at;
            found = trouble;
            Assert.InRange(at.TotalSeconds, From, To + 0.7);
        }

        output.WriteLine($"{found} noticed {noticed?.TotalSeconds - From:0.00} s after it began");
        if (noticed is { } when)
            Assert.InRange(when.TotalSeconds - From, 0, 2);
        Assert.Equal(CameraTrouble.None, _monitor.Trouble);
        return found;
    }

    private static IEnumerable<(Image Picture, TimeSpan At)> Play(string clip, int most)
    {
        using var camera = new CameraLoop(new() { Source = clip, Speed = PlaybackSpeed.Maximum }, TimeProvider.System);
        for (var i = 0; i < most && camera.Next(TestContext.Current.CancellationToken) is { } frame; i++)
            yield return (frame.Image, frame.Timestamp);
    }

    private static void Dim(Image picture, double light) => Each(picture, (_, _, value) => (byte)(value * light));

    private static void Black(Image picture)
    {
        var random = new Random(picture.Row(0)[0]);
        Each(picture, (_, _, _) => (byte)random.Next(0, 7));
    }

    // Skin lets some red light through, brighter towards one side, with a sensor's noise.
    private static void Cover(Image picture)
    {
        var random = new Random(picture.Row(0)[0]);
        Each(picture, (x, y, _) => (byte)(30 + x / 30 + y / 60 + random.Next(-3, 4)));
    }

    // Another part of the room: the picture moved by a third and turned upside down.
    private static void Turn(Image picture)
    {
        using var copy = picture.Clone();
        for (var y = 0; y < picture.Height; y++)
        {
            var from = copy.Row(picture.Height - 1 - y);
            var to = picture.Row(y);
            var shift = picture.Width / 3 * picture.Channels;
            from[shift..].CopyTo(to);
            from[..shift].CopyTo(to[(to.Length - shift)..]);
        }
    }

    private static void Each(Image picture, Func<int, int, byte, byte> change)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = change(x, y, row[x]);
        }
    }
}
