using System.Net.Sockets;
using System.Text;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>The real kiosk as systemd's service sees it: what it says on the notify socket.</summary>
public sealed class ServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };

    public ServiceTests() => _systemd.Bind(new UnixDomainSocketEndPoint(SocketPath));

    private string SocketPath => Path.Combine(_folder.Path, "notify");

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_says_that_it_is_ready_beats_while_the_camera_loop_runs_and_says_that_it_ends()
    {
        using var kiosk = Start($"Camera:Source={Recordings.Man}", "Camera:Loop=true");
        Assert.Equal("READY=1\nWATCHDOG=1", Next());
        for (var i = 0; i < 5; i++)
            Assert.Equal("WATCHDOG=1", Next());
        kiosk.Interrupt("TERM");
        Assert.Equal("STOPPING=1", LastBeat());
        (await kiosk.EndAsync()).Exited(143);
    }

    [Fact]
    public void A_camera_that_is_missing_is_no_reason_to_be_restarted()
    {
        using var kiosk = Start("Camera:Source=/no/such.mp4");
        Assert.Equal("READY=1\nWATCHDOG=1", Next());
        for (var i = 0; i < 5; i++)
            Assert.Equal("WATCHDOG=1", Next());
    }

    private KioskProgram Start(params string[] settings)
    {
        string[] all = [.. settings, $"Store:Directory={_folder.Path}/store", "Doors:main:Relay=relay", "Gpio:Lines:relay:Chip=", "Web:Enabled=false"];
        return KioskProgram.Start(["run", .. all.SelectMany(setting => new[] { "--set", setting })], new Dictionary<string, string>(StringComparer.Ordinal) { ["NOTIFY_SOCKET"] = SocketPath, ["WATCHDOG_USEC"] = "900000" });
    }

    private string Next()
    {
        var words = new byte[4096];
        return Encoding.UTF8.GetString(words, 0, _systemd.Receive(words));
    }

    // What comes after the heartbeats that were under way.
    private string LastBeat()
    {
        for (var i = 0; i < 10; i++)
        {
            if (Next() is not "WATCHDOG=1" and var words)
                return words;
        }

        return "it goes on beating";
    }
}
