using System.Net;
using System.Net.Sockets;
using AccessKiosk.Access.Health;

namespace AccessKiosk.Web.Notifications.Delivery;

/// <summary>Connections that leave the kiosk.</summary>
internal static class OutgoingConnection
{
    /// <summary>Those addresses that the unit lets the kiosk reach: the kernel would drop what goes to others without a word.</summary>
    /// <param name="addresses">The addresses of one place.</param>
    /// <param name="unit">The network rules of the unit; null for none.</param>
    /// <param name="place">What the place is called.</param>
    /// <exception cref="HttpRequestException">None may be reached; the message says what to do.</exception>
    public static IPAddress[] Allowed(IPAddress[] addresses, UnitNetwork? unit, string place)
    {
        var open = unit is null ? addresses : [.. addresses.Where(unit.Allows)];
        return open.Length > 0 ? open : throw new HttpRequestException($"The unit accesskiosk.service does not let the kiosk reach {place}. {UnitNetwork.Advice}");
    }

    /// <summary>Finds a place by its name, and connects to the first of its addresses that answers.</summary>
    /// <exception cref="HttpRequestException">None may be reached; the message says what to do.</exception>
    /// <exception cref="SocketException">The name is not known, or no address answers.</exception>
    public static async Task<Socket> OpenAsync(string host, int port, UnitNetwork? unit, CancellationToken cancellationToken) =>
        await OpenAsync(Allowed(await Dns.GetHostAddressesAsync(host, cancellationToken), unit, host), port, cancellationToken);

    /// <summary>Connects to the first address that answers.</summary>
    /// <exception cref="SocketException">None does.</exception>
    public static async Task<Socket> OpenAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
