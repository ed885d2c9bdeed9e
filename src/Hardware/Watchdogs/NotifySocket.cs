using System.Net.Sockets;
using System.Text;

namespace AccessKiosk.Hardware.Watchdogs;

/// <summary>
/// A datagram socket that takes the words of sd_notify(3), systemd's or the relay guard's. Nothing is waited for:
/// whoever listens may be away or hung, and the kiosk goes on.
/// </summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _listener;

    /// <summary>Nothing is sent yet.</summary>
    /// <param name="path">The listener's path; a leading @ means Linux's abstract names.</param>
    public NotifySocket(string path) => _listener = new(path.StartsWith('@') ? "\0" + path[1..] : path);

    /// <summary>True when the listener's queue took it.</summary>
    public bool Send(string words)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(words), _listener);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
