using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Tests.Doors;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Tests.Cameras.Streams;

public sealed class StreamCameraTests
{
    private const string Password = "p@ss!/wo?rd#1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void An_RTSP_camera_with_a_password_is_read_and_no_process_shows_the_password()
    {
        using var server = new RtspServer(Recordings.Webcam, "admin", Password);
        using var camera = Open(new() { Source = $"rtsp://127.0.0.1:{server.Port}/live", User = "admin", Password = Password, OpenTimeout = TimeSpan.FromSeconds(60) });
        using var frame = new Frame();
        var last = TimeSpan.MinValue;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
            Assert.Equal(i, frame.Sequence);
            Assert.True(frame.Timestamp > last);
            last = frame.Timestamp;
        }

        Assert.True(frame.Image.HasShape(400, 300, 3));
        Assert.Equal($"rtsp://127.0.0.1:{server.Port}", camera.Info.Description);
        var visible = ChildProcesses.Visible(((StreamCamera)camera).ProcessId);
        Assert.Contains("ffmpeg", visible, StringComparison.Ordinal);
        foreach (var secret in new[] { "admin", Password, Uri.EscapeDataString(Password), "rtsp:" })
            Assert.DoesNotContain(secret, visible, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_password_tells_host_and_port_only()
    {
        using var server = new RtspServer(Recordings.Webcam, "admin", Password);
        var error = Assert.Throws<CameraException>(() => Open(new() { Source = $"rtsp://admin:not-this-one@127.0.0.1:{server.Port}/live/secret-path", OpenTimeout = TimeSpan.FromSeconds(60) }));
        Assert.Contains($"rtsp://127.0.0.1:{server.Port} refused the user name or the password", error.Message, StringComparison.Ordinal);
        foreach (var secret in new[] { "admin", "not-this-one", "secret-path", Password })
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_that_refuses_over_HTTP_is_told_with_the_decoder_s_words_and_without_the_address()
    {
        using var server = new NetworkCamera(NetworkCamera.Refusal);
        var error = Assert.Throws<CameraException>(() => Open(new() { Source = $"http://admin:not-this-one@127.0.0.1:{server.Port}/secret-path?x=1", OpenTimeout = TimeSpan.FromSeconds(60) }));
        Assert.Contains("401", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(161, 120)]
    [InlineData(320, 240)]
    public void Rows_are_right_whatever_the_width(int width, int height)
    {
        using var camera = Open(new() { Source = $"videotestsrc num-buffers=3 pattern=blue ! video/x-raw,width={width},height={height}", OpenTimeout = TimeSpan.FromSeconds(60) });
        using var frame = new Frame();
        for (var i = 0; i < 3; i++)
            Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
        Assert.True(frame.Image.HasShape(width, height, 3));
        for (var y = 0; y < height; y++)
            Assert.Equal([255, 0, 0], frame.Image.Row(y)[^3..].ToArray());
        Assert.Equal(CameraReadKind.End, camera.Read(frame, Cancellation).Kind);
    }

    [Fact]
    public void Pictures_are_upright()
    {
        // The first bar of SMPTE is grey at the top and blue, black … below.
        using var camera = Open(new() { Source = "videotestsrc num-buffers=2 pattern=smpte ! video/x-raw,width=320,height=240", OpenTimeout = TimeSpan.FromSeconds(60) });
        using var frame = new Frame();
        Assert.Equal(CameraReadKind.Frame, camera.Read(frame, Cancellation).Kind);
        Assert.InRange(frame.Image.Row(5)[2], 150, 255);
        Assert.InRange(frame.Image.Row(235)[2], 0, 100);
    }

    [Fact]
    public void Noise_instead_of_a_stream_is_refused_and_leaves_no_process()
    {
        using var server = new NetworkCamera(NetworkCamera.Garbage);
        var before = Decoders();
        Assert.Throws<CameraException>(() => Open(new() { Source = $"http://127.0.0.1:{server.Port}/", OpenTimeout = TimeSpan.FromSeconds(3) }));
        // Another test may start one meanwhile; this one's is killed within a moment.
        Assert.DoesNotContain(Decoders().Except(before), id => ChildProcesses.CommandLine(id).StartsWith("ffmpeg ", StringComparison.Ordinal) && Stays(id));

        static bool Stays(int id) => !SpinWait.SpinUntil(() => !ChildProcesses.Exists(id), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_camera_that_is_closed_leaves_no_process_and_no_zombie()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(50));
        var camera = Open(new() { Source = $"http://127.0.0.1:{server.Port}/", OpenTimeout = TimeSpan.FromSeconds(60) });
        var decoder = ((StreamCamera)camera).ProcessId;
        Assert.Contains(decoder, Decoders());
        camera.Dispose();
        Assert.False(ChildProcesses.Exists(decoder));
    }

    [Fact]
    public async Task The_decoder_dies_with_a_program_that_is_killed()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(5000));
        using var program = DoorProcess.Start("camera", $"http://127.0.0.1:{server.Port}/");
        await Waiting.UntilAsync(() => ChildProcesses.Of(program.Id).Any(IsDecoder), TimeSpan.FromSeconds(60));
        var decoder = ChildProcesses.Of(program.Id).Single(IsDecoder);
        await DoorProcess.KillAsync(program);
        await Waiting.UntilAsync(() => !IsDecoder(decoder), TimeSpan.FromSeconds(20));

        static bool IsDecoder(int id) => ChildProcesses.CommandLine(id).StartsWith("ffmpeg ", StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_a_stream_allocates_nothing()
    {
        using var camera = Open(new() { Source = "videotestsrc ! video/x-raw,width=320,height=240", OpenTimeout = TimeSpan.FromSeconds(60) });
        using var frame = new Frame();
        var cancellationToken = Cancellation;
        for (var i = 0; i < 50; i++)
            camera.Read(frame, cancellationToken);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            camera.Read(frame, cancellationToken);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ICamera Open(CameraOptions options) => CameraFactory.Open(options, TimeProvider.System, Cancellation);

    private static IReadOnlyList<int> Decoders() => ChildProcesses.Of(Environment.ProcessId);
}
