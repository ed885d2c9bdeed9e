using AccessKiosk.Hardware.Cameras;

namespace AccessKiosk.Hardware.Tests.Cameras;

public sealed class CameraSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camera-source");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_link_that_ends_at_a_video_device_is_a_live_camera_and_no_recording()
    {
        var (first, second) = (Path.Combine(_folder.FullName, "front"), Path.Combine(_folder.FullName, "by-path"));
        File.CreateSymbolicLink(second, "/dev/video987");
        File.CreateSymbolicLink(first, second);
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = first }));
        Assert.Contains($"There is no camera {first}; plug it in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_a_number_and_a_device_are_one_camera()
    {
        var link = Path.Combine(_folder.FullName, "front");
        File.CreateSymbolicLink(link, "/dev/video987");
        Assert.Equal(["/dev/video987"], new[] { link, "987", " /dev/video987", "0987" }.Select(LocalCameras.Place).Distinct());
        Assert.Equal("rtsp://10.0.0.5/a", LocalCameras.Place(" rtsp://10.0.0.5/a"));
    }

    [Fact]
    public void A_device_that_is_no_camera_is_refused_as_such()
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = "/dev/null" }));
        Assert.Contains("/dev/null is no video device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtspsrc location=rtsp://host/a user-id=admin user-pw=secret ! decodebin")]
    [InlineData("rtspsrc location=rtsp://admin:secret@host/a ! decodebin")]
    [InlineData("rtspsrc location=rtsp://admin:se/cret@host/a ! decodebin")]
    [InlineData("rtspsrc location=\"rtsp://admin:secret word@host/a\" ! decodebin")]
    [InlineData("rtspsrc location=RTSP://host:554/user=admin_password=secret_channel=1_stream=0.sdp ! decodebin")]
    [InlineData("rtspsrc location=rtsp://host/videoMain?loginuse=admin&loginpas=secret ! decodebin")]
    [InlineData("souphttpsrc location=http://host/video?usr=admin&pass=secret ! decodebin")]
    [InlineData("souphttpsrc location=http://host/video?auth=c2VjcmV0 ! decodebin")]
    [InlineData("souphttpsrc location=http://host/v?access_token=secret ! decodebin")]
    [InlineData("souphttpsrc location=http://host/v?adminPassword=secret ! decodebin")]
    [InlineData("srtsrc uri=srt://host:9000 passphrase=secretsecret ! decodebin")]
    [InlineData("souphttpsrc location=http://host/v extra-headers=\"h, Authorization=(string)secret\" ! decodebin")]
    public void A_pipeline_with_a_password_is_refused_since_every_user_could_read_it(string pipeline)
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = pipeline }));
        Assert.Contains("User and Password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v4l2src device=/dev/video0 extra-controls=c,exposure_auto=3 ! video/x-raw,width=640 ! videoconvert")]
    [InlineData("v4l2src ! videobalance bypass=true ! videoconvert")]
    [InlineData("rtspsrc location=rtsp://host:554/stream1 latency=0 do-timestamp=true ! decodebin")]
    [InlineData("souphttpsrc location=http://host/v.mjpg user-agent=kiosk ! multipartdemux ! jpegdec")]
    public void A_pipeline_without_one_is_taken(string pipeline) =>
        Assert.Equal(CameraBackend.GStreamer, CameraSource.Parse(new() { Source = pipeline }).Backend);

    [Theory]
    [InlineData(" rtsp://admin:secret@10.0.0.5:554/a ")]
    [InlineData("\"rtsp://admin:secret@10.0.0.5:554/a\"")]
    [InlineData("'RTSP://admin:secret@10.0.0.5:554/a'")]
    public void Blanks_and_quotes_around_an_address_are_no_part_of_it(string source)
    {
        var parsed = CameraSource.Parse(new() { Source = source });
        Assert.Equal((CameraBackend.Stream, "rtsp://admin:secret@10.0.0.5:554/a", "rtsp://10.0.0.5:554"), (parsed.Backend, parsed.Address, parsed.Display));
        Assert.Equal("rtsp://10.0.0.5:554", CameraOptions.Shown(source));
    }

    [Theory]
    [InlineData("rtsp:/admin:secret@10.0.0.5/a")]
    [InlineData("rtsp//admin:secret@10.0.0.5/a")]
    [InlineData("rtsp:admin:secret@10.0.0.5/a")]
    [InlineData("rtsp:\\\\admin:secret@10.0.0.5\\a")]
    [InlineData("admin:secret@10.0.0.5/a")]
    [InlineData("10.0.0.5/cgi-bin/video?user=admin&password=secret")]
    [InlineData("//admin:secret@10.0.0.5/a")]
    [InlineData("10.0.0.5:554/user=admin_password=secret_channel=1")]
    [InlineData("r tsp://admin:secret@10.0.0.5/a")]
    [InlineData("file=rtsp://admin:secret@10.0.0.5/a")]
    public void What_may_be_a_mistyped_address_is_never_repeated(string source)
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = source }));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("rtsp://", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", CameraOptions.Shown(source), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = "/srv/clips/no such.mp4" }));
        Assert.Contains("/srv/clips/no such.mp4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_may_be_a_credential_of_the_service()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "front-door"), "p@ss/word\n");
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", _folder.FullName);
        try
        {
            var source = CameraSource.Parse(new() { Source = "rtsp://10.0.0.5/a", User = "admin", PasswordCredential = "front-door" });
            Assert.Equal("rtsp://admin:p%40ss%2Fword@10.0.0.5/a", source.Address);
            var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = "rtsp://10.0.0.5/a", PasswordCredential = "back-door" }));
            Assert.Contains("LoadCredential=back-door:", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        }
    }

    [Fact]
    public void An_address_with_an_unknown_scheme_or_a_broken_password_shows_nothing_of_it()
    {
        foreach (var address in new[] { "gopher://admin:secret@host/a", "rtsp://admin:sec/ret@host/a" })
        {
            var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = address }));
            Assert.DoesNotContain("admin", error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("sec", error.ToString(), StringComparison.Ordinal);
        }
    }
}
