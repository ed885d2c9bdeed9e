using AccessKiosk.Storage.Events;
using System.Net.WebSockets;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Growth;

/// <summary>
/// The kiosk's side of pages that are left open for an hour, without a browser, whose driver keeps things in this process
/// too: what the screen, the list of alerts, the events and the health page ask for, over real connections.
/// </summary>
[Collection(nameof(Alone))]
[Trait("Speed", "slow")]
public sealed class KioskGrowthTests(Browser browser)
{
    private const int Speed = 60;
    private const int Looks = 1800;
    private const int Changes = 500;

    // Caches and pools fill up a little at any time; an hour of a leak is far more than this.
    private const long MostBytes = 4 << 20;
    private const int MostTimers = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_pages_leave_nothing_behind_in_the_kiosk_in_an_hour()
    {
        var time = new FastTime(Speed);
        await using var site = await TestSite.OpenAsync(change: options => options.Web.IdleTime = TimeSpan.FromHours(12), time: time);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        using var client = await ClientAsync(site);
        var alert = await site.Kiosk.Population.Store.Alerts.AddAsync(new() { At = time.GetUtcNow(), Door = "main", Reason = ReasonCode.PresentationAttack, Score = 0.1 }, Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var visitors = Task.Run(() => Visitors.ComeAsync(site.Kiosk, stop.Token), CancellationToken.None);
        Task[] pages = [WatchAsync(site, stop.Token), ListenAsync(client, "/review/stream", stop.Token), ListenAsync(client, "/review/events/stream", stop.Token)];

        await WorkAsync(site.Kiosk.Population.Store, client, alert.Id, Looks / 6, Changes / 5);
        var before = (Bytes: GC.GetTotalMemory(forceFullCollection: true), Timers: Timer.ActiveCount);
        var began = time.GetTimestamp();
        await WorkAsync(site.Kiosk.Population.Store, client, alert.Id, Looks, Changes);
        while (time.GetElapsedTime(began) < TimeSpan.FromHours(1))
            await Task.Delay(100, Cancellation);
        var after = (Bytes: GC.GetTotalMemory(forceFullCollection: true), Timers: Timer.ActiveCount);

        await stop.CancelAsync();
        await visitors;
        await Task.WhenAll(pages);
        TestContext.Current.TestOutputHelper?.WriteLine($"{before} -> {after}");
        Assert.True(after.Bytes - before.Bytes < MostBytes && after.Timers - before.Timers < MostTimers, $"{before} -> {after}");
    }

    // The browser signs in, and goes.
    private async Task<HttpClient> ClientAsync(TestSite site)
    {
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.Context.CloseAsync();
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", site.Sessions["Ada"].Select(cookie => $"{cookie.Name}={cookie.Value}")));
        return client;
    }

    private static async Task WorkAsync(KioskStore store, HttpClient client, Guid alert, int looks, int changes)
    {
        for (var look = 0; look < looks; look++)
            (await client.GetAsync("/admin/health/now", Cancellation)).EnsureSuccessStatusCode().Dispose();
        for (var change = 0; change < changes; change++)
        {
            await store.Alerts.ReviewAsync(alert, new(change % 2 == 0 ? "attack" : "unclear", $"{change}", false), "Ada", Cancellation);
            (await client.GetAsync("/review", Cancellation)).EnsureSuccessStatusCode().Dispose();
        }
    }

    // A screen: takes what comes, and says of each picture that it is drawn.
    private static async Task WatchAsync(TestSite site, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"{site.Address.Replace("http:", "ws:", StringComparison.Ordinal)}/screen/{site.Kiosk.Lanes[0].Name}/socket"), stop);
        var buffer = new byte[1 << 20];
        try
        {
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, stop);
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(), stop);
                if (got is { MessageType: WebSocketMessageType.Binary, EndOfMessage: true })
                    await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, stop);
            }
        }
        catch (Exception ended) when (stop.IsCancellationRequested && ended is OperationCanceledException or WebSocketException)
        {
            // The hour is over; a socket that was stopped as it sent is broken off.
        }
    }

    // A stream that ends after ten minutes is asked for again, as browsers do.
    private static async Task ListenAsync(HttpClient client, string address, CancellationToken stop)
    {
        var buffer = new byte[4096];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var stream = await client.GetStreamAsync(address, stop);
                while (await stream.ReadAsync(buffer, stop) > 0)
                {
                    // That something has changed is all that is said.
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The hour is over.
            }
        }
    }
}
