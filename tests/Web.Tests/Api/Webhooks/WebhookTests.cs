using AccessKiosk.Storage.Events;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Web.Api.Webhooks;

namespace AccessKiosk.Web.Tests.Api.Webhooks;

public sealed class WebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deliveries_are_signed_retried_after_failures_and_survive_a_restart_in_order()
    {
        using var listener = new WebhookListener();
        using var folder = new TemporaryFolder();
        string secret;
        await using (var site = await TestSite.OpenAsync(change: options => Keep(options, folder)))
        {
            using var client = await ClientAsync(site);
            var added = await (await client.PostAsJsonAsync("/api/v1/webhooks", new { url = listener.Address, kinds = new[] { "fault" } }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            secret = added.GetProperty("secret").GetString()!;
            await AppendAsync(site, EventCodes.CameraLost, "first");
            await AppendAsync(site, EventCodes.CameraOpened, "of no interest");
            var first = await listener.NextAsync();
            Assert.Equal("first", first.Detail);
            Assert.True(first.IsSignedWith(secret));

            listener.Status = 500;
            await AppendAsync(site, EventCodes.CameraLost, "second");
            var refused = await listener.NextAsync();
            Assert.Equal("second", refused.Detail);
            // Stopped with the delivery outstanding.
        }

        listener.Status = 200;
        await using var again = await TestSite.OpenAsync(change: options => Keep(options, folder));
        await AppendAsync(again, EventCodes.CameraLost, "third");

        // Attempts made before the restart may still lie there.
        var seen = new List<Delivery>();
        while (seen.Count == 0 || seen[^1].Detail != "third")
            seen.Add(await listener.NextAsync());
        Assert.Equal(["second", "third"], seen.Select(delivery => delivery.Detail).Distinct());
        Assert.Equal(2, seen.Select(delivery => delivery.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.100.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::5db8:d70e", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:2800:21f:cb07::1", true)]
    public void Only_public_addresses_are_public(string address, bool isPublic) => Assert.Equal(isPublic, WebhookTarget.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task Addresses_inside_the_site_are_refused_when_named_and_when_a_name_means_them()
    {
        Assert.NotNull(WebhookTarget.Fault("https://192.168.0.1/", allowPrivate: false));
        Assert.NotNull(WebhookTarget.Fault("https://[::1]/", allowPrivate: false));
        Assert.NotNull(WebhookTarget.Fault("http://example.org/", allowPrivate: false));
        Assert.NotNull(WebhookTarget.Fault("https://user:secret@example.org/", allowPrivate: false));
        Assert.Null(WebhookTarget.Fault("https://example.org/hook", allowPrivate: false));

        using var listener = new WebhookListener();
        using var client = WebhookTarget.CreateClient(allowPrivate: false, TimeSpan.FromSeconds(5));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(listener.Address.Replace("127.0.0.1", "localhost"), Cancellation));
        Assert.Contains("private network", $"{fault.Message}{fault.InnerException?.Message}");
    }

    private static void Keep(Kiosk.Configuration.KioskOptions options, TemporaryFolder folder)
    {
        options.Store = new() { Directory = Path.Combine(folder.Path, "store") };
        options.Web.WebhooksToPrivateNetworks = true;
    }

    private static async Task<HttpClient> ClientAsync(TestSite site)
    {
        var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await site.Kiosk.Population.Store.ApiKeys.AddAsync("t", ["manage-system"], null, "t", Cancellation)).Secret);
        return client;
    }

    private static Task AppendAsync(TestSite site, EventCode code, string detail) =>
        site.Kiosk.Population.Store.Events.AppendAsync(new AccessEvent { At = TimeProvider.System.GetUtcNow(), Code = code, Door = "main", Detail = detail }, Cancellation);
}
