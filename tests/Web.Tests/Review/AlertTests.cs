using System.Text.RegularExpressions;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage.Events;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Review;

[Collection(nameof(ReviewSite))]
public sealed partial class AlertTests(ReviewSite review, Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_printed_photo_is_reviewed_by_keyboard_from_alert_to_verdict()
    {
        var store = review.Site.Kiosk.Population.Store;
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        await page.WaitForURLAsync("**/review");
        await Assertions.Expect(page.GetByText("waits for a verdict")).ToBeVisibleAsync();
        await Browser.ShootAsync(page, "review-list");

        await page.Keyboard.PressAsync("j");
        await page.WaitForURLAsync(AlertAddress());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What happened" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("The door was not unlocked for this face.")).ToBeVisibleAsync();
        var width = await page.GetByAltText("The face with what surrounds it").EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }");
        Assert.Equal(320, width);
        await Browser.AssertAccessibleAsync(page, "review-alert");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "review-alert-390", whole: true);
        await page.SetViewportSizeAsync(1280, 720);

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Browser.ShootAsync(page, "review-keys");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.TypeAsync("A sheet of paper, 123.");
        await page.Keyboard.PressAsync("Escape");
        var id = Guid.Parse(page.Url[^36..]);
        await page.Keyboard.PressAsync("1");
        await page.WaitForURLAsync(url => !url.Contains($"{id}", StringComparison.Ordinal));

        var alert = await store.Alerts.FindAsync(id, Cancellation);
        Assert.Equal(("attack", "A sheet of paper, 123.", "Rita", false), (alert!.Verdict, alert.Note, alert.ReviewedBy, alert.ForCalibration));
        var audit = await store.Audit.ListAsync(id.ToString("N"), cancellationToken: Cancellation);
        Assert.Contains(audit, entry => entry is { Action: "alert.picture-viewed", Actor: "Rita" });
        Assert.Contains(audit, entry => entry is { Action: "alert.reviewed", Actor: "Rita" });
    }

    [Fact]
    public async Task An_alert_keeps_the_evidence_of_every_cue_until_it_was_judged()
    {
        var store = review.Site.Kiosk.Population.Store;
        var alert = (await store.Alerts.ListAsync(cancellationToken: Cancellation))[0];

        var evidence = LivenessEvidence.Parse(await store.Alerts.ReadEvidenceAsync(alert.Id, Cancellation))!;

        Assert.InRange(evidence.Seconds.Count, 10, 128);
        Assert.Equal(Liveness.LivenessVerdict.Attack, evidence.Verdicts[^1]);
        Assert.True(evidence.LogOdds[^1] < evidence.AttackBelow);
        Assert.Equal(evidence.LogOdds[^1], evidence.Bias + evidence.Cues.Sum(cue => cue.Contribution(evidence.Seconds.Count - 1)), 0.01);
        Assert.Equal(evidence.Seconds.Order(), evidence.Seconds);
    }

    [Fact]
    public async Task The_list_shows_a_new_alert_without_a_tap_and_a_false_alarm_is_marked_for_calibration()
    {
        var store = review.Site.Kiosk.Population.Store;
        var page = await browser.OpenAsAsync(review.Site, "Ada");
        await page.GotoAsync("/review");
        var before = await page.Locator(".queue li").CountAsync();
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);

        await review.AttackAsync();

        await Assertions.Expect(page.Locator(".queue li")).ToHaveCountAsync(before + 1);
        await page.Locator(".queue li a").First.ClickAsync();
        await page.WaitForURLAsync(AlertAddress());
        var id = Guid.Parse(page.Url[^36..]);
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("2");
        await page.WaitForURLAsync(url => !url.Contains($"{id}", StringComparison.Ordinal));
        var alert = await store.Alerts.FindAsync(id, Cancellation);
        Assert.Equal(("false-alarm", true), (alert!.Verdict, alert.ForCalibration));
    }

    [Fact]
    public async Task Several_alerts_are_judged_at_once_by_their_pictures_and_the_verdict_is_taken_back()
    {
        var store = review.Site.Kiosk.Population.Store;
        var picture = await store.Alerts.ReadPictureAsync((await store.Alerts.ListAsync(cancellationToken: Cancellation)).First(alert => alert.HasPicture).Id, "test", Cancellation);
        var waiting = (await store.Alerts.ListAsync(unreviewedOnly: true, cancellationToken: Cancellation)).Select(alert => alert.Id).ToList();
        var ids = new List<Guid>();
        async Task RaiseAsync() => ids.Add((await store.Alerts.AddAsync(
            new() { At = review.Site.Kiosk.Time.GetUtcNow(), Door = "back", Reason = ReasonCode.PresentationAttack, Picture = picture }, Cancellation)).Id);
        for (var i = 0; i < 3; i++)
            await RaiseAsync();
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        await page.GotoAsync("/review");
        Assert.Equal(0, await page.Locator(".queue img").CountAsync());
        Assert.DoesNotContain(await store.Audit.ListAsync(ids[0].ToString("N"), cancellationToken: Cancellation), entry => entry.Action == "alert.picture-viewed");

        await page.GetByRole(AriaRole.Button, new() { Name = "False alarm" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Pick the alerts first");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the pictures" }).ClickAsync();
        var shown = page.Locator($"img[src='/review/{ids[0]}/picture']");
        await shown.EvaluateAsync("async image => { image.scrollIntoView(); await image.decode(); image.dataset.mark = 'same'; }");
        await Browser.AssertAccessibleAsync(page, "review-board");
        await page.SetViewportSizeAsync(390, 844);
        await Browser.ShootAsync(page, "review-board-390", whole: true);
        await page.SetViewportSizeAsync(1280, 800);
        foreach (var id in ids)
            await page.Locator($"input[name=picked][value='{id}']").CheckAsync();

        // What comes meanwhile neither unpicks them nor fetches their pictures again.
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        await RaiseAsync();
        await Assertions.Expect(page.Locator($"input[name=picked][value='{ids[3]}']")).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Assertions.Expect(page.Locator("input[name=picked]:checked")).ToHaveCountAsync(3);
        Assert.Equal("same", await shown.GetAttributeAsync("data-mark"));
        Assert.Single(await store.Audit.ListAsync(ids[0].ToString("N"), cancellationToken: Cancellation), entry => entry.Action == "alert.picture-viewed");

        await page.GetByLabel("Note").FillAsync("The window cleaner.");
        await page.GetByRole(AriaRole.Button, new() { Name = "False alarm" }).ClickAsync();
        await Assertions.Expect(page.GetByText("3 alerts: false alarm.")).ToBeVisibleAsync();
        foreach (var id in ids.Take(3))
            Assert.Equal(("false-alarm", "The window cleaner.", "Rita"), await FoundAsync(id));
        Assert.Equal((null, null, null), await FoundAsync(ids[3]));

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(page.GetByText("3 alerts: false alarm.")).ToHaveCountAsync(0);
        foreach (var id in ids.Take(3))
            Assert.Equal((null, "The window cleaner.", null), await FoundAsync(id));

        await page.GetByLabel("All that are listed and wait").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Attack confirmed" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Every alert is reviewed.")).ToBeVisibleAsync();
        await page.Locator($"input[name=picked][value='{ids[3]}']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take verdicts back" }).ClickAsync();
        await Assertions.Expect(page.GetByText("One alert waits for a verdict.")).ToBeVisibleAsync();
        Assert.Equal((null, null, null), await FoundAsync(ids[3]));

        // As the other tests of this site want it.
        await store.Alerts.ReopenAsync(waiting, "test", Cancellation);
        await store.Alerts.ReviewAsync(ids, new("attack"), "test", Cancellation);

        async Task<(string? Verdict, string? Note, string? By)> FoundAsync(Guid id) =>
            await store.Alerts.FindAsync(id, Cancellation) is { } found ? (found.Verdict, found.Note, found.ReviewedBy) : throw new InvalidOperationException();
    }

    [Fact]
    public async Task The_picture_is_kept_by_no_cache_and_shown_to_reviewers_alone()
    {
        var alert = (await review.Site.Kiosk.Population.Store.Alerts.ListAsync(cancellationToken: Cancellation))[0];
        var reviewer = await browser.OpenAsAsync(review.Site, "Rita");
        var viewer = await browser.OpenAsAsync(review.Site, "Victor");
        var enroller = await browser.OpenAsAsync(review.Site, "Enno");

        var shown = await reviewer.APIRequest.GetAsync($"/review/{alert.Id}/picture");
        Assert.Equal((200, "no-store", "image/jpeg"), (shown.Status, shown.Headers["cache-control"], shown.Headers["content-type"]));
        Assert.Equal(404, (await reviewer.APIRequest.GetAsync($"/review/{Guid.NewGuid()}/picture")).Status);
        foreach (var other in new[] { viewer, enroller })
        {
            foreach (var path in new[] { $"/review/{alert.Id}/picture", $"/review/{alert.Id}", "/review", "/review/doors/act?act=lockdown" })
                Assert.EndsWith("/not-allowed", new Uri((await other.APIRequest.GetAsync(path)).Url).AbsolutePath);
            Assert.Equal(403, (await other.APIRequest.GetAsync("/review/stream")).Status);
            Assert.Equal(200, (await other.APIRequest.GetAsync("/review/events")).Status);
            Assert.Equal(0, await other.GetByRole(AriaRole.Link, new() { Name = "Alerts" }).CountAsync());
        }
    }

    [GeneratedRegex("/review/[0-9a-f-]{36}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AlertAddress();
}
