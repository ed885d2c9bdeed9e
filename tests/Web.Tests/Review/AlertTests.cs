using System.Text.RegularExpressions;
using AccessKiosk.Recognition.Perception;
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
