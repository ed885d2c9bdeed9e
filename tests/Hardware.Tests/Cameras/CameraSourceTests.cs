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

    [Theory]
    [InlineData("rtsp://admin:secret@10.0.0.5:554/a", "RTSP://10.0.0.5/a", true)]
    [InlineData("rtsp://Gate.Example/a", "rtsp://other:word@gate.example:554/a", true)]
    [InlineData("http://[2001:DB8::5]:80/v", "http://[2001:db8::5]/v", true)]
    [InlineData("rtsp://10.0.0.5/a", "rtsp://10.0.0.5/A", false)]
    [InlineData("rtsp://10.0.0.5:8554/a", "rtsp://10.0.0.5/a", false)]
    [InlineData("http://10.0.0.5:8080/a", "http://10.0.0.5/a", false)]
    [InlineData("http://10.0.0.5:554/a", "rtsp://10.0.0.5/a", false)]
    public void Two_addresses_of_one_stream_are_one_camera(string first, string second, bool isOne)
    {
        Assert.Equal(isOne, LocalCameras.Place(first) == LocalCameras.Place(second));
        Assert.DoesNotContain("secret", LocalCameras.Place(first), StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_in_a_folder_that_is_a_link_is_found_where_the_links_lead()
    {
        // As udev's by-path folder: its links are relative, and mean the folder that they lie in.
        var deep = _folder.CreateSubdirectory("v4l/by-path");
        File.CreateSymbolicLink(Path.Combine(deep.FullName, "pci-0"), "../../video987");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "video987"), "/dev/video987");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "cameras"), "v4l/by-path");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "ring"), "ring");
        var source = Path.Combine(_folder.FullName, "cameras/pci-0");
        Assert.Equal(["/dev/video987"], new[] { source, Path.Combine(_folder.FullName, "cameras/../by-path/pci-0"), Path.Combine(_folder.FullName, "v4l//by-path/./pci-0") }.Select(LocalCameras.Place).Distinct());
        Assert.Contains("plug it in", Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = source })).Message, StringComparison.Ordinal);
        Assert.Contains("There is no file", Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = Path.Combine(_folder.FullName, "ring/pci-0") })).Message, StringComparison.Ordinal);
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
