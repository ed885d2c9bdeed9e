using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Tests.Api;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>The alarm centre for other programs, as it is on its page.</summary>
public sealed class AlarmApiTests(ApiSite api) : IClassFixture<ApiSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alarms_are_acknowledged_up_to_those_that_were_seen_and_reopened_under_the_key_s_name()
    {
        using var client = await api.ClientAsync(Permissions.ReviewAlerts);
        await RaiseAsync("cellar", 2);
        var forced = Assert.Single(await ListAsync(client, "/api/v1/alarms"), one => IsForced(one, "cellar"));
        Assert.Equal((2, "alarm", false), (forced.GetProperty("count").GetInt32(), forced.GetProperty("severity").GetString(), forced.GetProperty("standing").GetBoolean()));
        var seen = new { code = "door.forced", door = "cellar", upTo = forced.GetProperty("upTo").GetInt64() };

        // One came while the list was read.
        await RaiseAsync("cellar", 1);
        using (var answer = await client.PostAsJsonAsync("/api/v1/alarms/acknowledged", new { alarms = new[] { seen }, note = "The cleaners\nhad no key." }, Cancellation))
            Assert.Equal(2, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("acknowledged").GetInt32());
        Assert.Equal(1, Assert.Single(await ListAsync(client, "/api/v1/alarms"), one => IsForced(one, "cellar")).GetProperty("count").GetInt32());
        var done = Assert.Single(await ListAsync(client, "/api/v1/alarms/acknowledged"), one => IsForced(one, "cellar"));
        Assert.Equal("The cleaners had no key.", done.GetProperty("note").GetString());

        using (var reopened = await client.PostAsJsonAsync("/api/v1/alarms/reopened", seen, Cancellation))
            Assert.Equal(HttpStatusCode.NoContent, reopened.StatusCode);
        Assert.Equal(3, Assert.Single(await ListAsync(client, "/api/v1/alarms"), one => IsForced(one, "cellar")).GetProperty("count").GetInt32());
        var audit = await api.Site.Kiosk.Population.Store.Audit.ListAsync("cellar", cancellationToken: Cancellation);
        foreach (var action in (string[])["alarm.acknowledged", "alarm.reopened"])
            Assert.Contains(audit, entry => entry.Action == action && entry.Actor == done.GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_refused_and_acknowledges_nothing()
    {
        using var client = await api.ClientAsync(Permissions.ReviewAlerts);
        await RaiseAsync("attic", 1);
        var before = Assert.Single(await ListAsync(client, "/api/v1/alarms"), one => IsForced(one, "attic"));
        var seen = new { code = "door.forced", door = "attic", upTo = before.GetProperty("upTo").GetInt64() };
        using var refused = await client.PostAsJsonAsync("/api/v1/alarms/acknowledged", new { alarms = new[] { seen }, note = new string('n', 501) }, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Single(await ListAsync(client, "/api/v1/alarms"), one => IsForced(one, "attic"));
    }

    private static bool IsForced(JsonElement one, string door) => one.GetProperty("code").GetString() is "door.forced" && one.GetProperty("door").GetString() == door;

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client, string address) => (await client.GetFromJsonAsync<List<JsonElement>>(address, Cancellation))!;

    private async Task RaiseAsync(string door, int times)
    {
        for (var i = 0; i < times; i++)
            await api.Site.Kiosk.Population.Store.Events.AppendAsync(new() { At = api.Site.Kiosk.Time.GetUtcNow(), Code = EventCodes.DoorForced, Door = door }, Cancellation);
    }
}
