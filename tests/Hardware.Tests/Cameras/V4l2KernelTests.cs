using AccessKiosk.Hardware.Cameras;

namespace AccessKiosk.Hardware.Tests.Cameras;

/// <summary>A camera of the running kernel (the vivid module, in the virtual machine).</summary>
[Trait("Speed", "slow")]
[Trait("Machine", "vm")]
public sealed class V4l2KernelTests
{
    [Fact]
    public void A_local_camera_gives_pictures_of_the_size_that_was_asked_for()
    {
        Camera();
        using var camera = new CameraLoop(Options(640, 360), TimeProvider.System);
        var first = camera.Next(TestContext.Current.CancellationToken);
        Assert.NotNull(first);
        var began = first.Timestamp;
        for (var i = 0; i < 5; i++)
        {
            var frame = camera.Next(TestContext.Current.CancellationToken);
            Assert.NotNull(frame);
            Assert.Equal((640, 360), (frame.Image.Width, frame.Image.Height));
            Assert.True(frame.Timestamp > began);
            began = frame.Timestamp;
        }

        Assert.Equal(("V4L2", true, 640, 360), (camera.Info!.Backend, camera.Info.IsLive, camera.Info.Width, camera.Info.Height));
    }

    [Fact]
    public void A_link_to_a_local_camera_is_that_camera()
    {
        Camera();
        var folder = Directory.CreateTempSubdirectory("by-path");
        try
        {
            var link = Path.Combine(folder.FullName, "front-video-index0");
            File.CreateSymbolicLink(link, "/dev/video0");
            var options = Options(640, 360);
            options.Source = link;
            using var camera = CameraFactory.Open(options, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Equal((link, "V4L2", true), (camera.Info.Description, camera.Info.Backend, camera.Info.IsLive));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_camera_that_is_not_there_says_which_one() =>
        Assert.Contains("9", Assert.Throws<CameraException>(() =>
        {
            Camera();
            using var camera = CameraFactory.Open(new() { Source = "9" }, TimeProvider.System, TestContext.Current.CancellationToken);
        }).Message, StringComparison.Ordinal);

    // Emulated, the first picture takes its time.
    private static CameraOptions Options(int width, int height) =>
        new() { Source = "0", Width = width, Height = height, OpenTimeout = TimeSpan.FromMinutes(1), StallTimeout = TimeSpan.FromMinutes(1) };

    private static void Camera()
    {
        if (File.Exists("/dev/video0") && Directory.Exists("/sys/module/vivid"))
            return;
        if (Environment.GetEnvironmentVariable("ACCESSKIOSK_VM") is { Length: > 0 })
            Assert.Fail("No camera: the kernel module vivid is not loaded.");
        Assert.Skip("No vivid camera: the kernel module is not loaded here (./kiosk test --vm runs this)");
    }
}
