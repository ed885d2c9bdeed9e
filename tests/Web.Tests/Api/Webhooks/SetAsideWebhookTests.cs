using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Tests.Api.Webhooks;

/// <summary>A delivery that is always refused holds up no other.</summary>
public sealed class SetAsideWebhookTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Refused by the receiver, or by a proxy before it that cannot tell why.</summary>
    [Theory]
    [InlineData(422)]
    [InlineData(502)]
    public async Task It_is_set_aside_shown_and_sent_again_when_somebody_says_so(int status)
    {
        using var listener = new WebhookListener { Answer = delivery => delivery.Detail.StartsWith("poison", StringComparison.Ordinal) ? status : null };
        await using var site = await TestSite.OpenAsync(change: options => options.Web.WebhooksToPrivateNetworks = true);
        using var client = await ClientAsync(site);
        var added = await (await client.PostAsJsonAsync("/api/v1/webhooks", new { url = listener.Address, kinds = new[] { "fault" } }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var address = $"/api/v1/webhooks/{added.GetProperty("webhook").GetProperty("id").GetString()}";
        foreach (var detail in new[] { "poison 1", "poison 2", "later" })
            await site.Kiosk.Population.Store.Events.AppendAsync(new AccessEvent { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.CameraLost, Door = "main", Detail = detail }, Cancellation);

        await UntilAsync(listener, "later");
        var aside = await WhenAsync(client, address, webhook => webhook.GetProperty("setAside").GetArrayLength() == 2);
        Assert.All(aside.GetProperty("setAside").EnumerateArray(), one => Assert.Contains($"{status}", one.GetProperty("fault").GetString(), StringComparison.Ordinal));
        Assert.Equal(0, aside.GetProperty("failures").GetInt32());

        listener.Answer = _ => null;
        (await client.PostAsync($"{address}/set-aside/send", null, Cancellation)).EnsureSuccessStatusCode();
        await UntilAsync(listener, "poison 2");
        await WhenAsync(client, address, webhook => webhook.GetProperty("setAside").GetArrayLength() == 0);
    }

    private static async Task UntilAsync(WebhookListener listener, string detail)
    {
        while ((await listener.NextAsync().WaitAsync(Patience, Cancellation)).Detail != detail)
        {
            // Attempts of the others.
        }
    }

    private static async Task<JsonElement> WhenAsync(HttpClient client, string address, Func<JsonElement, bool> holds)
    {
        for (var end = TimeProvider.System.GetUtcNow() + Patience; ; await Task.Delay(50, Cancellation))
        {
            var webhook = await client.GetFromJsonAsync<JsonElement>(address, Cancellation);
            if (holds(webhook))
                return webhook;
            Assert.True(TimeProvider.System.GetUtcNow() < end, $"{webhook}");
        }
    }

    private static async Task<HttpClient> ClientAsync(TestSite site)
    {
        var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await site.Kiosk.Population.Store.ApiKeys.AddAsync("t", ["manage-system"], null, "t", Cancellation)).Secret);
        return client;
    }
}
