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
    public void A_device_that_is_no_camera_is_refused_as_such()
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = "/dev/null" }));
        Assert.Contains("/dev/null is no video device", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtspsrc location=rtsp://host/a user-id=admin user-pw=secret ! decodebin")]
    [InlineData("rtspsrc location=rtsp://admin:secret@host/a ! decodebin")]
    public void A_pipeline_with_a_password_is_refused_since_every_user_could_read_it(string pipeline)
    {
        var error = Assert.Throws<CameraException>(() => CameraSource.Parse(new() { Source = pipeline }));
        Assert.Contains("User and Password", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
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
