using System.Collections.Concurrent;
using System.Diagnostics;
using AccessKiosk.Hardware.Cameras;

namespace AccessKiosk.Hardware.Tests.Cameras.Streams;

/// <summary>What happens to the loop when the decoder's process is killed, stopped or confused.</summary>
public sealed class StreamRecoveryTests
{
    private readonly ConcurrentQueue<CameraEvent> _events = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_decoder_that_is_killed_is_a_loss_and_the_camera_comes_back()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(5000));
        using var loop = Start($"http://127.0.0.1:{server.Port}/");
        Assert.NotNull(loop.Next(Cancellation));
        Signal("KILL", Decoder(server.Port));
        ReadUntil(loop, CameraEventKind.Recovered);
        Assert.Equal([CameraEventKind.Opened, CameraEventKind.Lost, CameraEventKind.Recovered], Kinds());
    }

    [Fact]
    public void A_decoder_that_hangs_is_noticed_killed_and_started_again()
    {
        using var server = new NetworkCamera(NetworkCamera.PicturesThenSilence(5000));
        using var loop = Start($"http://127.0.0.1:{server.Port}/");
        Assert.NotNull(loop.Next(Cancellation));
        var decoder = Decoder(server.Port);
        Signal("STOP", decoder);
        ReadUntil(loop, CameraEventKind.Recovered);
        Assert.Equal([CameraEventKind.Opened, CameraEventKind.Stalled, CameraEventKind.Lost, CameraEventKind.Recovered], Kinds());
        Assert.False(ChildProcesses.Exists(decoder));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("pipeline")]
    public void A_size_that_changes_in_the_middle_starts_the_decoder_again(string kind)
    {
        using var server = new NetworkCamera(NetworkCamera.TwoSizes(20));
        using var loop = Start(kind is "http"
            ? $"http://127.0.0.1:{server.Port}/"
            : "videotestsrc num-buffers=20 ! video/x-raw,width=160,height=120 ! c. videotestsrc num-buffers=20 ! video/x-raw,width=120,height=160 ! c. concat name=c");
        var (wide, tall) = (0, 0);
        while (_events.All(e => e.Kind != CameraEventKind.Lost))
        {
            if (loop.Next(Cancellation) is { } frame)
                (wide, tall) = (wide + (frame.Image.HasShape(160, 120, 3) ? 1 : 0), tall + (frame.Image.HasShape(120, 160, 3) ? 1 : 0));
        }

        Assert.True(wide > 0);
        Assert.Equal(0, tall);
        Assert.Contains("have another size than 160×120", _events.First(e => e.Kind is CameraEventKind.Lost).Message, StringComparison.Ordinal);
        ReadUntil(loop, CameraEventKind.Recovered);
    }

    [Fact]
    public void A_camera_that_cannot_be_had_again_is_told_once_with_the_decoder_s_words_and_without_a_password()
    {
        var server = new NetworkCamera(NetworkCamera.Pictures(20));
        using var loop = Start($"http://admin:secret@127.0.0.1:{server.Port}/secret");
        Assert.NotNull(loop.Next(Cancellation));
        server.Dispose();
        while (_events.Count(e => e.Kind is CameraEventKind.Lost) < 2)
            Cancellation.WaitHandle.WaitOne(50);
        Assert.Contains("Connection refused", _events.Last(e => e.Kind is CameraEventKind.Lost).Message, StringComparison.Ordinal);
        Assert.All(_events, e => Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal));
    }

    private CameraLoop Start(string source) => new(
        new() { Source = source, OpenTimeout = TimeSpan.FromSeconds(60), StallTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System, _events.Enqueue);

    private void ReadUntil(CameraLoop loop, CameraEventKind kind)
    {
        while (_events.All(e => e.Kind != kind))
            loop.Next(Cancellation);
    }

    // Judging by the frames is not this test's matter.
    private IEnumerable<CameraEventKind> Kinds() => _events.Select(e => e.Kind).Where(kind => kind is not (CameraEventKind.Troubled or CameraEventKind.Cleared));

    // Only the test's own decoder holds a connection to the test's own server.
    private static int Decoder(int port)
    {
        var inodes = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[2].EndsWith($":{port:X4}", StringComparison.Ordinal)).Select(columns => $"socket:[{columns[9]}]").ToHashSet(StringComparer.Ordinal);
        return ChildProcesses.Of(Environment.ProcessId).Single(id =>
            Directory.Exists($"/proc/{id}/fd") && Directory.EnumerateFiles($"/proc/{id}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && inodes.Contains(target)));
    }

    private static void Signal(string name, int id)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{id}"]);
        kill.WaitForExit();
    }
}
