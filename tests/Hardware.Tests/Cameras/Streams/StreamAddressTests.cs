using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Cameras.Streams;

namespace AccessKiosk.Hardware.Tests.Cameras.Streams;

public sealed class StreamAddressTests
{
    [Theory]
    [InlineData("rtsp://user:p@ss@host:554/a", "rtsp://host:554", "user", "p@ss")]
    [InlineData("rtsp://user:pa!ss!@host:554/a", "rtsp://host:554", "user", "pa!ss!")]
    [InlineData("rtsp://user:pa%21ss@host/a", "rtsp://host", "user", "pa!ss")]
    [InlineData("rtsp://us%2Fer:50%25%23@host/a", "rtsp://host", "us/er", "50%#")]
    [InlineData("rtsp://user@host", "rtsp://host", "user", "")]
    [InlineData("RTSP://[fe80::1]:554/a", "rtsp://[fe80::1]:554", "", "")]
    [InlineData("rtsp://[fe80::1%25br-lan]:554/a", "rtsp://[fe80::1%25br-lan]:554", "", "")]
    [InlineData("rtsp://user:pw@[fe80::1%eth0.100]/a", "rtsp://[fe80::1%eth0.100]", "user", "pw")]
    [InlineData("http://host/cgi-bin/user=admin&password=secret", "http://host", "", "")]
    [InlineData("http://user:pw@host?x=secret", "http://host", "user", "pw")]
    [InlineData("udp://@239.0.0.1:1234", "udp://239.0.0.1:1234", "", "")]
    public void Only_the_scheme_the_host_and_the_port_are_shown(string address, string shown, string user, string password)
    {
        var parsed = StreamAddress.Parse(address);
        Assert.Equal((shown, user, password), (parsed.Display, parsed.User, parsed.Password));
        Assert.Equal(shown, $"{parsed}");
        Assert.Equal(parsed, StreamAddress.Parse(parsed.Full));
        Assert.Equal(shown, CameraOptions.Shown(address), ignoreCase: true);
    }

    [Theory]
    [InlineData("rtsp://user:sec/ret@host/a")]
    [InlineData("rtsp://user:sec#ret@host/a")]
    [InlineData("rtsp://user:sec?ret@host/a")]
    [InlineData("rtsp://user:12/secret@host/a")]
    [InlineData("rtsp://secret word@ho st/a")]
    [InlineData("rtsp://user:se\ncret@host/a")]
    public void A_password_that_would_be_cut_apart_is_refused_with_what_to_write_and_without_a_part_of_it(string address)
    {
        var error = Assert.Throws<FormatException>(() => StreamAddress.Parse(address));
        foreach (var part in new[] { "sec", "ret", "user", "12/" })
            Assert.DoesNotContain(part, error.Message.Replace("user name", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("sec", CameraOptions.Shown(address), StringComparison.Ordinal);
        Assert.DoesNotContain("user", CameraOptions.Shown(address), StringComparison.Ordinal);
        if (!address.Contains('\n', StringComparison.Ordinal))
            Assert.Contains("%", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void User_name_and_password_may_be_settings_of_their_own()
    {
        var parsed = StreamAddress.Parse("rtsp://host:554/a", "ad min", "p/#?@!:%");
        Assert.Equal("rtsp://ad%20min:p%2F%23%3F%40%21%3A%25@host:554/a", parsed.Full);
        Assert.Equal("rtsp://host:554", parsed.Display);
        Assert.Throws<FormatException>(() => StreamAddress.Parse("rtsp://user@host", "admin", ""));
    }

    [Fact]
    public void An_exclamation_mark_in_an_address_makes_no_pipeline()
    {
        Assert.False(CameraSource.IsPipeline("rtsp://user:pa!ss@host/a ! b"));
        Assert.True(CameraSource.IsPipeline("rtspsrc location=rtsp://host/a ! appsink"));
    }
}
