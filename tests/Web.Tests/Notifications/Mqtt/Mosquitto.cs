using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AccessKiosk.Web.Notifications.Mqtt;

namespace AccessKiosk.Web.Tests.Notifications.Mqtt;

/// <summary>Debian's broker on a port of this machine: TLS with a certificate of its own, users with passwords, and topics that not everybody may write.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    public const string Password = "a few words do well";
    private const string Program = "/usr/sbin/mosquitto";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly int _port;
    private Process? _process;

    public Mosquitto()
    {
        Assert.SkipUnless(File.Exists(Program), "mosquitto is not installed.");
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        _port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        WriteCertificate();
        File.WriteAllText(At("passwords"), $"kiosk:{Password}\nhome:{Password}\n");
        using var hash = Process.Start(new ProcessStartInfo("mosquitto_passwd", ["-U", At("passwords")]) { UseShellExecute = false })!;
        hash.WaitForExit();
        File.WriteAllText(At("rules"), $"user home\ntopic readwrite #\nuser kiosk\ntopic deny accesskiosk/+/forbidden\ntopic readwrite accesskiosk/#\ntopic readwrite homeassistant/#\n");
        // What it keeps outlives it, as at a site.
        File.WriteAllText(At("conf"), $"""
            user root
            listener {_port} 127.0.0.1
            certfile {At("cert.pem")}
            keyfile {At("key.pem")}
            allow_anonymous false
            password_file {At("passwords")}
            acl_file {At("rules")}
            persistence true
            persistence_location {_folder.Path}/
            log_dest none
            """);
    }

    /// <summary>How the kiosk reaches it.</summary>
    public MqttOptions Options => new()
    {
        Host = "localhost",
        Port = _port,
        User = "kiosk",
        Password = Password,
        CertificateAuthority = At("cert.pem"),
        ClientId = "kiosk-1",
    };

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", At("conf")]) { UseShellExecute = false })!;
        for (var end = TimeProvider.System.GetUtcNow() + Patience; ;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, _port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process.HasExited, "mosquitto ended.");
                Assert.True(TimeProvider.System.GetUtcNow() < end, "mosquitto does not listen.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Ends it: asked to, it writes down what it keeps; killed, it does not.</summary>
    public async Task StopAsync(bool kill = false)
    {
        if (_process is null)
            return;
        if (kill)
            _process.Kill();
        else
            Process.Start("kill", $"{_process.Id}").Dispose();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(kill: true);
        _folder.Dispose();
    }

    private string At(string file) => Path.Combine(_folder.Path, file);

    private void WriteCertificate()
    {
        using var made = LocalCertificate.Create();
        using var key = made.GetECDsaPrivateKey()!;
        File.WriteAllText(At("cert.pem"), made.ExportCertificatePem());
        File.WriteAllText(At("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
