using AccessKiosk.Hardware.Cameras.Local;

namespace AccessKiosk.Hardware.Tests.Cameras.Local;

/// <summary>Which format a local camera is asked for.</summary>
public sealed class VideoFormatTests
{
    /// <summary>What cameras offer: the rates without compression and as MJPG in the size wanted, -1 for a format that is not there.</summary>
    [Theory]
    [InlineData("a webcam in a small picture", 30, 30, 0, null)]
    [InlineData("a webcam in a large one", 10, 30, 0, "MJPG")]
    [InlineData("the same, and few pictures are enough", 10, 30, 10, null)]
    [InlineData("the same, and more than either has", 10, 30, 60, "MJPG")]
    [InlineData("a size that only MJPG has", 0, 30, 0, "MJPG")]
    [InlineData("29.97 is 30", 29.97, 60, 30, null)]
    [InlineData("a ribbon camera that says no rates", 0, -1, 0, null)]
    [InlineData("a driver that says no rates", 0, 0, 0, null)]
    [InlineData("MJPG is slower", 15, 10, 0, null)]
    [InlineData("MJPG alone", -1, 25, 0, "MJPG")]
    public void Compressed_pictures_are_asked_for_where_the_rate_wanted_cannot_be_had_without(string camera, double raw, double packed, double wanted, string? expected)
    {
        VideoFormat[] offered = [.. new[] { VideoFormat.Of("YUYV", raw), VideoFormat.Of("NV12", raw / 2), VideoFormat.Of("H264", 90), VideoFormat.Of("MJPG", packed) }.Where(format => format.FramesPerSecond >= 0)];
        Assert.True(VideoFormat.Choose(CameraFormat.Auto, wanted, offered) == (expected is null ? 0u : VideoFormat.Of(expected, 0).FourCc), camera);
    }

    [Fact]
    public void A_format_that_is_set_is_asked_for_where_the_camera_has_it_or_does_not_say()
    {
        VideoFormat[] offered = [VideoFormat.Of("YUYV", 10), VideoFormat.Of("GREY", 60)];
        Assert.Equal(VideoFormat.Of("YUYV", 0).FourCc, VideoFormat.Choose(CameraFormat.Yuyv, 30, offered));
        Assert.Equal(VideoFormat.Of("GREY", 0).FourCc, VideoFormat.Choose(CameraFormat.Grey, 30, offered));
        Assert.Equal(VideoFormat.Of("MJPG", 0).FourCc, VideoFormat.Choose(CameraFormat.Mjpg, 30, []));
        Assert.Null(VideoFormat.Choose(CameraFormat.Mjpg, 30, offered));
        Assert.Equal("YUYV (10/s), GREY (60/s)", string.Join(", ", offered));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/video987")]
    public void A_device_that_says_nothing_offers_nothing_and_is_left_alone(string device)
    {
        VideoDevice.KeepRate(device);
        Assert.Empty(VideoDevice.Formats(device, 640, 480));
    }
}
