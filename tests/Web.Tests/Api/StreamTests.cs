using AccessKiosk.Storage.Events;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace AccessKiosk.Web.Tests.Api;

public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_says_at_once_where_it_begins_so_that_nothing_is_lost_before_its_first_event()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        using var client = await ClientAsync(site);
        await AppendAsync(site, "before");
        var place = await store.Events.NewestAsync(cancellationToken);
        using var answer = await client.GetAsync("/api/v1/events/stream", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        Assert.Equal($"id: {place}", await reader.ReadLineAsync(cancellationToken));
    }

    [Fact]
    public async Task A_stream_that_broke_goes_on_where_it_ended_without_loss_or_repetition()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var site = await TestSite.OpenAsync();
        using var client = await ClientAsync(site);
        Task Append(int number) => AppendAsync(site, $"{number}");

        await Append(0);
        string? last = null;
        var seen = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events/stream");
            if (last is not null)
                request.Headers.Add("Last-Event-ID", last);
            else
                request.RequestUri = new("/api/v1/events/stream?after=0", UriKind.Relative);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var wanted = 2 * (round + 1) - 1;
            await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
            {
                seen.Add(JsonDocument.Parse(item.Data).RootElement.GetProperty("detail").GetString()!);
                last = item.EventId;
                if (seen.Count == wanted)
                    break;
                // While the stream is open.
                await Append(seen.Count);
            }

            // While it is not.
            if (round < 2)
                await Append(seen.Count);
        }

        Assert.Equal(Enumerable.Range(0, seen.Count).Select(number => $"{number}"), seen);
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task A_key_that_is_revoked_while_its_stream_is_open_hears_of_nothing_more()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var site = await TestSite.OpenAsync();
        var keys = site.Kiosk.Population.Store.ApiKeys;
        using var client = await ClientAsync(site);
        using var answer = await client.GetAsync("/api/v1/events/stream", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        await reader.ReadLineAsync(cancellationToken);
        await keys.RevokeAsync((await keys.ListAsync(cancellationToken))[0].Id, "t", cancellationToken);
        await AppendAsync(site, "secret");
        Assert.DoesNotContain("secret", await reader.ReadToEndAsync(cancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_as_it_should_when_the_kiosk_stops()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var site = await TestSite.OpenAsync();
        using var client = await ClientAsync(site);
        using var answer = await client.GetAsync("/api/v1/events/stream", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        await reader.ReadLineAsync(cancellationToken);
        var rest = reader.ReadToEndAsync(cancellationToken);
        await site.DisposeAsync();
        // A connection that is cut off throws.
        await rest;
    }

    private static async Task<HttpClient> ClientAsync(TestSite site)
    {
        var key = await site.Kiosk.Population.Store.ApiKeys.AddAsync("t", ["view-events"], null, "t", TestContext.Current.CancellationToken);
        return new() { BaseAddress = new(site.Address), DefaultRequestHeaders = { Authorization = new("Bearer", key.Secret) } };
    }

    private static Task AppendAsync(TestSite site, string detail) => site.Kiosk.Population.Store.Events.AppendAsync(
        new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "main", Detail = detail }, TestContext.Current.CancellationToken);
}
