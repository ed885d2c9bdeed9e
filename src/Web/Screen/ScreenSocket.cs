using System.Net.WebSockets;
using System.Text.Json;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Web.Screen;

/// <summary>
/// One screen's connection: states as JSON as they change, pictures as JPEG, one in flight: the next is sent when the
/// screen has drawn the last, so that nothing queues behind a slow one.
/// </summary>
internal sealed class ScreenSocket(WebSocket socket, LiveView view, Func<ScreenState> look, TimeProvider time)
{
    // The longest that a state lasts unseen when only the clock changes it.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    // A screen that hears nothing for some of these says that the kiosk is lost.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isReady;
    private long _picture;

    /// <summary>Runs until either side ends it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var listening = ListenAsync(end);
        try
        {
            await TalkAsync(end.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // The screen went, or the kiosk goes.
        }

        await end.CancelAsync();
        await listening;
    }

    private async Task TalkAsync(CancellationToken end)
    {
        ScreenState? sent = null;
        var sentAt = 0L;
        IDisposable? watch = null;
        try
        {
            while (!end.IsCancellationRequested)
            {
                // Taken before looking: a change while this one is sent is not missed.
                var (changed, drawn) = (view.Changed, Volatile.Read(ref _drawn).Task);
                var state = look();
                if (state != sent || time.GetElapsedTime(sentAt) >= Beat)
                {
                    await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(state, JsonLines.Options), WebSocketMessageType.Text, endOfMessage: true, end);
                    (sent, sentAt) = (state, time.GetTimestamp());
                }

                if (state.HasPicture)
                {
                    watch ??= view.Watch();
                }
                else
                {
                    watch?.Dispose();
                    watch = null;
                }

                if (state.HasPicture && _isReady && view.Picture(ref _picture) is { } jpeg)
                {
                    _isReady = false;
                    await socket.SendAsync(jpeg, WebSocketMessageType.Binary, endOfMessage: true, end);
                }
                else
                {
                    await Task.WhenAny(changed, drawn, Task.Delay(Tick, time, end));
                }
            }
        }
        finally
        {
            watch?.Dispose();
        }
    }

    private async Task ListenAsync(CancellationTokenSource end)
    {
        var buffer = new byte[16];
        try
        {
            while (!end.IsCancellationRequested)
            {
                // All that a screen ever says is that it is ready for a picture.
                var got = await socket.ReceiveAsync(buffer, end.Token);
                if (got.MessageType is WebSocketMessageType.Close || !got.EndOfMessage)
                    break;
                _isReady = true;
                Interlocked.Exchange(ref _drawn, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // As above.
        }

        await end.CancelAsync();
    }
}
