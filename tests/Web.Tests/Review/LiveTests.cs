using System.Net;
using System.Net.Http.Headers;
using AccessKiosk.Storage.Events;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.Live;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Review;

/// <summary>The live wall: who stands at the doors, for those who may see it, while they look.</summary>
[Collection(nameof(LiveSite))]
[Trait("Speed", "slow")]
public sealed class LiveTests(LiveSite live, Browser browser)
{
    private const string Frame = "/live/in/frame";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestSite Site => live.Site;

    [Fact]
    public async Task Every_door_is_seen_with_its_last_events_and_unlocked_with_the_picture_in_view()
    {
        var store = Site.Kiosk.Population.Store;
        for (var i = 0; i < 4; i++)
            await store.Events.AppendAsync(new() { At = Site.Kiosk.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "main", Person = live.Grace.Id }, Cancellation);
        var page = await browser.OpenAsAsync(Site, "Rosa");
        await page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true }).ClickAsync();
        var main = page.GetByRole(AriaRole.Region, new() { Name = "main" });
        await Expect(main.GetByRole(AriaRole.Img, new() { Name = "Live picture of camera in" })).ToBeVisibleAsync();
        await Expect(main.GetByRole(AriaRole.Status)).ToHaveTextAsync("Live");
        await Expect(main.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" })).ToHaveCountAsync(3);
        // A lost camera says so, and the others go on.
        var back = page.GetByRole(AriaRole.Region, new() { Name = "back" });
        await Expect(back.GetByRole(AriaRole.Status)).ToHaveTextAsync(["No picture from this camera.", "No picture from this camera."]);
        await Expect(back.GetByRole(AriaRole.Img)).ToHaveCountAsync(0);
        await Browser.AssertAccessibleAsync(page, "live");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "live-390", whole: true);
        await store.Events.AppendAsync(new() { At = Site.Kiosk.Time.GetUtcNow(), Code = EventCodes.DoorForced, Door = "main" }, Cancellation);
        await Expect(main.GetByText("forced")).ToBeVisibleAsync();

        await main.GetByRole(AriaRole.Link, new() { Name = "Unlock once" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Unlock main?" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Live picture of camera in" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "live-unlock");
        await page.GetByRole(AriaRole.Button, new() { Name = "Unlock once" }).ClickAsync();
        await page.WaitForURLAsync("**/live?done=unlock");
        await Expect(page.GetByText("The door was unlocked.")).ToBeVisibleAsync();

        // One look is one entry of the audit, however many pictures it took.
        Assert.Single(await store.Audit.ListOfAsync(LiveLooks.Began, 100, Cancellation), entry => entry is { Actor: "Rosa", Subject: "in" });
        Assert.Single(await store.Audit.ListOfAsync(LiveLooks.Began, 100, Cancellation), entry => entry is { Actor: "Rosa", Subject: "out" });
    }

    [Fact]
    public async Task A_camera_that_hangs_or_is_lost_shows_a_sign_and_no_old_picture()
    {
        var page = await browser.OpenAsAsync(Site, "Rita");
        await page.GotoAsync("/live");
        var picture = page.GetByRole(AriaRole.Img, new() { Name = "Live picture of camera in" });
        var sign = page.Locator("[data-frame='/live/in/frame'] .sign");
        await Expect(picture).ToBeVisibleAsync();
        try
        {
            live.Hangs = true;
            await Expect(sign).ToHaveTextAsync("No picture from this camera.", new() { Timeout = 30_000 });
            await Expect(picture).ToHaveCountAsync(0);
            live.Hangs = false;
            await Expect(picture).ToBeVisibleAsync(new() { Timeout = 30_000 });
            live.Hangs = true;
            live.Main.Lose("covered");
            await Expect(sign).ToHaveTextAsync("No picture from this camera.", new() { Timeout = 30_000 });
            await Expect(picture).ToHaveCountAsync(0);
        }
        finally
        {
            live.Hangs = false;
        }

        // What cannot be reached shows nothing either.
        await Expect(picture).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Context.SetOfflineAsync(true);
        await Expect(sign).ToHaveTextAsync("No picture: the kiosk does not answer.", new() { Timeout = 30_000 });
        await Expect(picture).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nobody_without_the_permission_gets_a_picture()
    {
        foreach (var name in new[] { "Victor", "Enno" })
        {
            var page = await browser.OpenAsAsync(Site, name);
            await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Live", Exact = true })).ToHaveCountAsync(0);
            await page.GotoAsync("/live");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();
            var frame = await page.APIRequest.GetAsync(Frame, new() { MaxRedirects = 0 });
            Assert.Equal((302, true), (frame.Status, frame.Headers["location"].Contains("/not-allowed", StringComparison.Ordinal)));
        }

        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new(Site.Address) };
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(Frame, Cancellation)).StatusCode);
        var (_, secret) = await Site.Kiosk.Population.Store.ApiKeys.AddAsync("all", [.. ApiScopes.All.Keys], null, "Ada", Cancellation);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        foreach (var address in new[] { Frame, "/live" })
            Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(address, Cancellation)).StatusCode);
        Assert.DoesNotContain(await Site.Kiosk.Population.Store.Audit.ListOfAsync(LiveLooks.Began, 100, Cancellation), entry => entry.Actor is "Victor" or "Enno" or "all");
    }

    [Fact]
    public async Task A_picture_is_small_is_kept_nowhere_and_is_one_for_all_who_ask_in_its_second()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");
        var answer = await page.APIRequest.GetAsync(Frame);
        Assert.Equal(("image/jpeg", "no-store"), (answer.Headers["content-type"], answer.Headers["cache-control"]));
        using var picture = ImageFile.Decode(await answer.BodyAsync());
        Assert.InRange(picture.Width, 1, 480);

        var frames = Site.Services.GetRequiredService<LiveFrames>();
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => frames.TakeAsync(live.Main, Cancellation)));
        Assert.NotNull(taken[0]);
        Assert.All(taken, one => Assert.Same(taken[0], one));
        Assert.Equal(404, (await page.APIRequest.GetAsync("/live/cellar/frame")).Status);
    }

    [Fact]
    public async Task No_picture_is_taken_when_nobody_looks_any_more()
    {
        var page = await browser.OpenAsAsync(Site, "Rita");
        await page.GotoAsync("/live");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Live picture of camera in" })).ToBeVisibleAsync();
        var looked = live.Main.Pictures;
        Assert.True(looked > 0);

        await page.CloseAsync();
        await FramesAsync(100);
        var left = live.Main.Pictures;
        await FramesAsync(100);

        Assert.Equal((left, 0), (live.Main.Pictures, live.Main.Watchers));
    }

    private async Task FramesAsync(long count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        for (var until = live.Frames + count; live.Frames < until;)
            await Task.Delay(20, limit.Token);
    }
}
