using System.Net.WebSockets;
using System.Text.Json;

namespace AccessKiosk.Lab.Bench;

/// <summary>A screen without a display: takes states and pictures as fast as the page does, and counts.</summary>
internal sealed class ScreenClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<double> _resultMs = [];
    private readonly TimeProvider _time;
    private Task _listening = Task.CompletedTask;
    private long _lastResult;

    private ScreenClient(TimeProvider time) => _time = time;

    /// <summary>Pictures taken.</summary>
    public long Pictures { get; private set; }

    /// <summary>Milliseconds from each result to its arrival; read after <see cref="DisposeAsync"/>.</summary>
    public IReadOnlyList<double> ResultMs => _resultMs;

    /// <summary>Connects to the screen of a kiosk's camera.</summary>
    public static async Task<ScreenClient> OpenAsync(string address, string camera, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = new ScreenClient(time);
        await client._socket.ConnectAsync(new(address.Replace("http:", "ws:", StringComparison.Ordinal) + $"/screen/{camera}/socket"), cancellationToken);
        client._listening = client.ListenAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 20];
        try
        {
            await ReadyAsync();
            while (!_stop.IsCancellationRequested)
            {
                var (length, got) = (0, default(ValueWebSocketReceiveResult));
                do
                {
                    got = await _socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                    length += got.Count;
                }
                while (!got.EndOfMessage);
                if (got.MessageType is WebSocketMessageType.Close)
                    return;
                if (got.MessageType is WebSocketMessageType.Text)
                {
                    Take(buffer.AsSpan(0, length));
                    continue;
                }

                Pictures++;
                await ReadyAsync();
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // Disposed of, or the kiosk went.
        }
    }

    private ValueTask ReadyAsync() => _socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, _stop.Token);

    private void Take(ReadOnlySpan<byte> state)
    {
        var reader = new Utf8JsonReader(state);
        if (!JsonElement.ParseValue(ref reader).TryGetProperty("result", out var result) || result.GetInt64() == _lastResult)
            return;
        _lastResult = result.GetInt64();
        _resultMs.Add((_time.GetUtcNow().UtcTicks - _lastResult) / (double)TimeSpan.TicksPerMillisecond);
    }
}
