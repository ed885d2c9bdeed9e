using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AccessKiosk.Web.Tests.Support;

/// <summary>Another machine: what connects to it reaches the kiosk from an address that is not the kiosk's.</summary>
internal sealed class Elsewhere : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly IPAddress _from;
    private readonly int _port;

    /// <summary>Begins; skips the test where this machine has no other address than the loopback's.</summary>
    public Elsewhere(TestSite site)
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().Where(one => one.OperationalStatus is OperationalStatus.Up).SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address).FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "This machine has no address but the loopback's.");
        (_from, _port) = (own!, new Uri(site.Address).Port);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = Task.Run(ServeAsync);
    }

    /// <summary>The kiosk's address there.</summary>
    public string Address { get; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The end of the test.
        }
    }

    private async Task RelayAsync(TcpClient there)
    {
        try
        {
            using (there)
            using (var here = new TcpClient(new IPEndPoint(_from, 0)))
            {
                await here.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                await Task.WhenAny(there.GetStream().CopyToAsync(here.GetStream(), _end.Token), here.GetStream().CopyToAsync(there.GetStream(), _end.Token));
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // One of both has hung up.
        }
    }
}
