using System.Net;
using System.Net.Sockets;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Ports of this machine.</summary>
internal static class LocalPort
{
    /// <summary>One that nobody uses now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
