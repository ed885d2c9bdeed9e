using System.Net.Sockets;
using System.Text;

namespace AccessKiosk.Hardware.Tests.Watchdogs;

/// <summary>A real datagram socket in systemd's or the guard's place.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };

    public Listener(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path.StartsWith('@') ? "\0" + path[1..] : path));
    }

    public string Path { get; }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _socket.Available == 0;

    /// <summary>The next message; fails after half a minute.</summary>
    public string Next()
    {
        Span<byte> words = stackalloc byte[4096];
        return Encoding.UTF8.GetString(words[.._socket.Receive(words)]);
    }

    public void Dispose() => _socket.Dispose();
}
