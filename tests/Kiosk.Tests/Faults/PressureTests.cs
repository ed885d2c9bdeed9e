using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The box has too much to do or too little to do it with, and the door is still worked.</summary>
[Trait("Speed", "slow")]
public sealed class PressureTests : IAsyncLifetime
{
    private const int RequestsASecond = 10_000;
    private const int Clients = 4;
    private static readonly TimeSpan LongestFlood = TimeSpan.FromMinutes(2);

    // One of each kind that somebody without a key can send.
    private static readonly string[] BadRequests =
    [
        "GET /api/v1/people HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/events?limit=-1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer none\r\n\r\n",
        "POST /api/v1/identify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer none\r\nContent-Type: image/jpeg\r\nContent-Length: 4\r\n\r\nnone",
        "GET /api/v1/no-such-thing HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/v1/doors/main/unlock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
    ];

    private readonly PeopleProgram _site = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => new(_site.EnrolTalkerAsync());

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Ten_thousand_bad_requests_a_second_are_refused_while_badging_goes_on()
    {
        var port = LocalPort.Free();
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Web:Enabled=true", $"Web:Port={port}", "Recognition:GrantAgainAfter=2");
        await kiosk.UntilAsync("camera");

        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        over.CancelAfter(LongestFlood);
        var answers = new ConcurrentDictionary<int, int>();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => FloodAsync(port, answers, over.Token))).ToList();
        JsonElement granted;
        // A slow machine answers fewer a second, and is then asked for longer.
        do
            granted = await kiosk.UntilAsync("access.granted");
        while (answers.Values.Sum() < RequestsASecond && !over.IsCancellationRequested);
        await over.CancelAsync();
        await Task.WhenAll(clients);
        await kiosk.TerminateAsync();

        TestContext.Current.SendDiagnosticMessage(string.Join(", ", answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Value} times {answer.Key}"))));
        Assert.True(Guid.TryParse(granted.GetProperty("person").GetString(), out _));
        Assert.True(answers.Values.Sum() >= RequestsASecond, "hardly anything was answered");
        Assert.All(answers.Keys, status => Assert.InRange(status, 400, 499));
        Assert.Contains(429, answers.Keys);
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(_site)).Count);
    }

    [Fact]
    public async Task With_hardly_any_memory_for_objects_people_still_badge_in()
    {
        // 48 MB: the loop makes nothing anew for a frame, so a tight limit must not be felt.
        _site.Environment["DOTNET_GCHeapHardLimit"] = "3000000";
        using var kiosk = RunningKiosk.Start(_site, Recordings.Talker, "Web:Enabled=true", $"Web:Port={LocalPort.Free()}");
        await kiosk.UntilAsync("access.granted");
        await kiosk.TerminateAsync();
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(_site)).Count);
    }

    // Asks a client's share of the rate on one connection, without waiting for the answers, and counts these by status.
    private static async Task FloodAsync(int port, ConcurrentDictionary<int, int> answers, CancellationToken cancellationToken)
    {
        var hundredth = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, RequestsASecond / Clients / 100).Select(i => BadRequests[i % BadRequests.Length])));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                await using var stream = client.GetStream();
                var reading = CountAsync(stream, answers, cancellationToken);
                for (var (began, sent) = (Stopwatch.GetTimestamp(), 0); !reading.IsCompleted; sent++)
                {
                    await stream.WriteAsync(hundredth, cancellationToken);
                    var ahead = TimeSpan.FromMilliseconds(10 * (sent + 1)) - Stopwatch.GetElapsedTime(began);
                    if (ahead > TimeSpan.Zero)
                        await Task.Delay(ahead, cancellationToken);
                }

                await reading;
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
            {
                // The kiosk may hang up on such a client, who then calls again.
            }
        }
    }

    private static async Task CountAsync(Stream stream, ConcurrentDictionary<int, int> answers, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            if (line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && int.TryParse(line.AsSpan(9, 3), CultureInfo.InvariantCulture, out var status))
                answers.AddOrUpdate(status, 1, (_, before) => before + 1);
    }
}
