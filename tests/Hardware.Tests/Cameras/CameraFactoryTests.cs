using System.Diagnostics;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras;

public sealed class CameraFactoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_camera_that_never_answers_is_given_up_after_five_seconds()
    {
        using var camera = new NetworkCamera(NetworkCamera.Silence);
        var options = new CameraOptions { Source = $"rtsp://admin:secret@127.0.0.1:{camera.Port}/live?token=secret" };
        var clock = Stopwatch.StartNew();
        var error = Assert.Throws<CameraException>(() => CameraFactory.Open(options, TimeProvider.System, Cancellation));
        Assert.InRange(clock.Elapsed.TotalSeconds, 4.9, 30);
        Assert.Contains($"rtsp://127.0.0.1:{camera.Port} did", error.Message, StringComparison.Ordinal);
        Assert.Contains("did not answer within 5 s", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Opening_can_be_given_up_at_any_moment()
    {
        using var camera = new NetworkCamera(NetworkCamera.Silence);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(200);
        var clock = Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CameraFactory.Open(
                new() { Source = $"rtsp://127.0.0.1:{camera.Port}/", OpenTimeout = TimeSpan.FromMinutes(1) }, TimeProvider.System, stop.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("99", "There is no camera /dev/video99; plug it in")]
    [InlineData("/dev/video99", "There is no camera /dev/video99; plug it in")]
    [InlineData("gopher://127.0.0.1/", "begins with gopher://; known are rtsp")]
    [InlineData("http://127.0.0.1:9/", "http://127.0.0.1:9 cannot be opened: check the address")]
    [InlineData("nosuchelement ! appsink", "the GStreamer pipeline cannot be opened: try it with gst-launch-1.0")]
    [InlineData("", "Camera:Source")]
    public void A_source_that_is_not_there_is_refused_with_what_to_do(string source, string says)
    {
        var error = Assert.Throws<CameraException>(() => Recordings.Open(source));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_faults_of_the_options_are_said_at_once()
    {
        var options = new CameraOptions { Source = "", OpenTimeout = TimeSpan.Zero, Width = 640, FramesPerSecond = -1, Speed = (PlaybackSpeed)7, Rotate = 45 };
        var faults = options.Faults();
        foreach (var key in new[] { "Source", "OpenTimeout", "Height", "FramesPerSecond", "Speed", "Rotate" })
            Assert.Contains(faults, fault => fault.Contains($"Camera:{key}", StringComparison.Ordinal));
        Assert.Throws<CameraException>(() => CameraFactory.Open(options, TimeProvider.System, Cancellation));
        Assert.Empty(new CameraOptions().Faults());
    }

    [Theory]
    [InlineData(0, false, "RGBW")]
    [InlineData(90, false, "BRWG")]
    [InlineData(180, false, "WBGR")]
    [InlineData(270, false, "GWRB")]
    [InlineData(0, true, "GRWB")]
    [InlineData(90, true, "RBGW")]
    [InlineData(180, true, "BWRG")]
    [InlineData(270, true, "WGBR")]
    public void Frames_are_rotated_then_mirrored(int degrees, bool mirror, string corners)
    {
        using var camera = CameraFactory.Open(new() { Source = Recordings.Quadrants, Rotate = degrees, Mirror = mirror }, TimeProvider.System, Cancellation);
        using var frame = new Frame();
        Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
        Assert.Equal(corners, Recordings.Corners(frame.Image));
        Assert.Equal((frame.Image.Width, frame.Image.Height), (camera.Info.Width, camera.Info.Height));
    }

    [Theory]
    [InlineData("videotestsrc num-buffers=5 pattern=red ! video/x-raw,width=160,height=120")]
    [InlineData("videotestsrc num-buffers=5 pattern=red ! video/x-raw,width=160,height=120,format=GRAY8 ! appsink")]
    public void A_GStreamer_pipeline_is_a_camera(string pipeline)
    {
        using var camera = Recordings.Open(pipeline);
        Assert.True(camera.Info.IsLive);
        using var frame = new Frame();
        for (var i = 0; i < 5; i++)
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
        Assert.True(frame.Image.HasShape(160, 120, 3));
        Assert.True(frame.Image.Row(60)[2] > 60);
        Assert.Equal(CameraReadKind.End, camera.Read(frame, Cancellation).Kind);
    }

    [Fact]
    public void A_network_camera_is_read()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(50));
        using var camera = Recordings.Open($"http://127.0.0.1:{server.Port}/video");
        using var frame = new Frame();
        var last = TimeSpan.MinValue;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
            Assert.True(frame.Timestamp > last);
            last = frame.Timestamp;
        }
        Assert.True(frame.Image.HasShape(160, 120, 3));
    }
}
