using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AccessKiosk.Hardware.Tests.Cameras.Streams;

/// <summary>
/// An RTSP camera on the loopback network that plays a recording for ever and may want a password. FFmpeg makes the RTP
/// packets; this server answers the requests and passes the packets on inside the connection (RFC 2326, 10.12).
/// </summary>
internal sealed class RtspServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly UdpClient _packets = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _credentials;
    private readonly Process _source;
    private readonly string _description;
    private readonly List<NetworkStream> _players = [];
    private readonly Task _serving, _relaying;

    public RtspServer(string recording, string? user = null, string? password = null)
    {
        _credentials = user is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
        var port = ((IPEndPoint)_packets.Client.LocalEndPoint!).Port;
        _source = Process.Start(new ProcessStartInfo("ffmpeg",
            ["-loglevel", "error", "-nostdin", "-re", "-stream_loop", "-1", "-i", recording, "-an", "-c:v", "mpeg4", "-g", "5", "-q:v", "5", "-f", "rtp", $"rtp://127.0.0.1:{port}?pkt_size=1200", "-sdp_file", "pipe:1"])
        { UseShellExecute = false, RedirectStandardOutput = true })!;
        _description = ReadDescription(_source.StandardOutput);
        _listener.Start();
        _serving = Serve();
        _relaying = Relay();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _packets.Dispose();
        _source.Kill();
        _source.WaitForExit();
        _source.Dispose();
        Task.WhenAny(Task.WhenAll(_serving, _relaying), Task.Delay(TimeSpan.FromSeconds(5))).Wait();
        _stop.Dispose();
    }

    private static string ReadDescription(StreamReader output)
    {
        var lines = new StringBuilder();
        while (output.ReadLine() is { } line)
        {
            if (line.StartsWith("SDP:", StringComparison.Ordinal))
                continue;
            // The player learns the port by SETUP.
            lines.Append(line.StartsWith("m=video", StringComparison.Ordinal) ? "m=video 0 RTP/AVP 96" : line).Append("\r\n");
            if (line.StartsWith("a=fmtp", StringComparison.Ordinal))
                break;
        }

        return $"{lines}a=control:track1\r\n";
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                _ = Answer(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task Relay()
    {
        try
        {
            while (true)
            {
                var packet = (await _packets.ReceiveAsync(_stop.Token)).Buffer;
                NetworkStream[] players;
                lock (_players)
                    players = [.. _players];
                foreach (var player in players)
                    await Send(player, packet);
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task Send(NetworkStream player, byte[] packet)
    {
        byte[] framed = [(byte)'$', 0, (byte)(packet.Length >> 8), (byte)packet.Length, .. packet];
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(TimeSpan.FromSeconds(1));
            await player.WriteAsync(framed, limit.Token);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            lock (_players)
                _players.Remove(player);
        }
    }

    private async Task Answer(TcpClient client)
    {
        using (client)
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await Request(reader) is { } request)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(Response(request)), _stop.Token);
                    if (request[0].StartsWith("PLAY ", StringComparison.Ordinal))
                    {
                        lock (_players)
                            _players.Add(stream);
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The player hung up, or the test is over.
            }
    }

    private async Task<List<string>?> Request(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.Length == 0 && lines.Count > 0)
                return lines;
            lines.Add(line);
        }

        return null;
    }

    private string Response(List<string> request)
    {
        var sequence = request.First(line => line.StartsWith("CSeq", StringComparison.OrdinalIgnoreCase));
        if (_credentials is not null && !request.Contains($"Authorization: {_credentials}"))
            return $"RTSP/1.0 401 Unauthorized\r\n{sequence}\r\nWWW-Authenticate: Basic realm=\"camera\"\r\n\r\n";
        return $"RTSP/1.0 200 OK\r\n{sequence}\r\nSession: 1\r\n" + request[0].Split(' ')[0] switch
        {
            "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
            "DESCRIBE" => string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/sdp\r\nContent-Length: {_description.Length}\r\n\r\n{_description}"),
            "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n",
            _ => "\r\n",
        };
    }
}
