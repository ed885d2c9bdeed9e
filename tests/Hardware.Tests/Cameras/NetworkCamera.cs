using System.Net;
using System.Net.Sockets;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Hardware.Tests.Cameras;

/// <summary>A camera on the loopback network: MJPEG over HTTP, with the manners that the test wants.</summary>
internal sealed class NetworkCamera : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Begins to listen.</summary>
    /// <param name="behave">What is done with the first caller, the second, and so on; the last one again for all after.</param>
    public NetworkCamera(params Func<NetworkStream, CancellationToken, Task>[] behave)
    {
        _listener.Start();
        _serving = Serve(behave);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes the call and never says a word.</summary>
    public static Task Silence(NetworkStream stream, CancellationToken stop) => Task.Delay(Timeout.Infinite, stop);

    /// <summary>Answers with noise for ever.</summary>
    public static async Task Garbage(NetworkStream stream, CancellationToken stop)
    {
        await stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n"u8.ToArray(), stop);
        var noise = new byte[4096];
        for (var random = new Random(1); ; await Task.Delay(5, stop))
        {
            random.NextBytes(noise);
            await stream.WriteAsync(noise, stop);
        }
    }

    /// <summary>Asks for a password and is content with none.</summary>
    public static async Task Refusal(NetworkStream stream, CancellationToken stop)
    {
        await stream.ReadExactlyAsync(new byte[16], stop);
        await stream.WriteAsync("HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
    }

    /// <summary>Shows pictures, then hangs up.</summary>
    public static Func<NetworkStream, CancellationToken, Task> Pictures(int count) => async (stream, stop) =>
    {
        await Begin(stream, stop);
        await Show(stream, count, 160, 120, stop);
    };

    /// <summary>Shows pictures of one size, then of another, and stays on the line.</summary>
    public static Func<NetworkStream, CancellationToken, Task> TwoSizes(int count) => async (stream, stop) =>
    {
        await Begin(stream, stop);
        await Show(stream, count, 160, 120, stop);
        await Show(stream, 1000, 120, 160, stop);
        await Silence(stream, stop);
    };

    private static Task Begin(NetworkStream stream, CancellationToken stop) =>
        stream.WriteAsync("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=next\r\n\r\n"u8.ToArray(), stop).AsTask();

    private static async Task Show(NetworkStream stream, int count, int width, int height, CancellationToken stop)
    {
        using var image = Image.Create(width, height);
        for (var i = 0; i < count; i++)
        {
            image.Pixels.Fill((byte)(i * 40));
            var jpeg = ImageFile.Encode(image, ImageFormat.Jpeg);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"), stop);
            await stream.WriteAsync(jpeg, stop);
            await stream.WriteAsync("\r\n"u8.ToArray(), stop);
            await Task.Delay(40, stop);
        }
    }

    /// <summary>Shows pictures, then says no more but stays on the line.</summary>
    public static Func<NetworkStream, CancellationToken, Task> PicturesThenSilence(int count) => async (stream, stop) =>
    {
        await Pictures(count)(stream, stop);
        await Silence(stream, stop);
    };

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _serving.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private async Task Serve(Func<NetworkStream, CancellationToken, Task>[] behave)
    {
        var calls = new List<Task>();
        try
        {
            for (var i = 0; ; i++)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                calls.Add(Answer(client, behave[Math.Min(i, behave.Length - 1)]));
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task Answer(TcpClient client, Func<NetworkStream, CancellationToken, Task> behave)
    {
        using (client)
            try
            {
                await behave(client.GetStream(), _stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The caller hung up, or the test is over.
            }
    }
}
