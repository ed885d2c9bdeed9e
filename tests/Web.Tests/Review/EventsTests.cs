using AccessKiosk.Enrollment.Files;
using AccessKiosk.Storage.Events;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Review;

[Collection(nameof(ReviewSite))]
public sealed class EventsTests(ReviewSite review, Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private KioskStore Store => review.Site.Kiosk.Population.Store;

    [Fact]
    public async Task Events_are_filtered_paged_and_kept_up_to_date()
    {
        var man = Store.People.List().Single();
        var now = Now;
        for (var i = 0; i < 60; i++)
            await Store.Events.AppendAsync(new() { At = now.AddMinutes(-i), Code = EventCodes.AccessGranted, Door = "main", Person = man.Id, Score = 0.7, Threshold = 0.4, Liveness = 0.99, Seconds = 0.5 }, Cancellation);
        var page = await browser.OpenAsAsync(review.Site, "Victor");
        await page.WaitForURLAsync("**/review/events");
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        await Browser.AssertAccessibleAsync(page, "events");

        await page.GetByLabel("Person").FillAsync("audun");
        await page.GetByLabel("Kind").SelectOptionAsync("access.granted");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**person=audun**");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(50);
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        await page.WaitForURLAsync("**before=**");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(10);

        await page.GotoAsync("/review/events?kind=fault");
        await Assertions.Expect(page.GetByText("No events fit")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.CameraLost, Door = "main", Detail = "the camera is gone" }, Cancellation);
        await Assertions.Expect(page.GetByText("the camera is gone")).ToBeVisibleAsync();

        await page.GotoAsync("/review/events?person=nobody-of-that-name");
        await Assertions.Expect(page.GetByText("No events fit")).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(390, 844);
        await page.GotoAsync("/review/events");
        await Browser.ShootAsync(page, "events-390");
    }

    [Fact]
    public async Task The_list_can_be_paused_leads_to_people_and_doors_is_printed_and_shows_technical_rows_when_asked()
    {
        var man = Store.People.List().Single();
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.DoorUnlocked, Door = "main", Person = man.Id, Detail = "track 4711" }, Cancellation);
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.CameraOpened, Door = "main", Detail = "the lens is open" }, Cancellation);
        var page = await browser.OpenAsAsync(review.Site, "Victor");
        await page.GotoAsync("/review/events?door=main");
        await Assertions.Expect(page.Locator("html[data-live-state=on]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByText("the lens is open")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("track 4711")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.DoorForced, Door = "main", Detail = "while it stood still" }, Cancellation);
        await page.WaitForTimeoutAsync(1_500);
        await Assertions.Expect(page.GetByText("while it stood still")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.GetByText("while it stood still")).ToBeVisibleAsync();

        await page.GetByLabel("Technical rows").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.WaitForURLAsync("**technical=yes**");
        await Assertions.Expect(page.GetByText("the lens is open")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("track 4711")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = man.Name }).First.ClickAsync();
        await page.WaitForURLAsync($"**person={man.Id}**");
        await page.GetByRole(AriaRole.Link, new() { Name = "main", Exact = true }).First.ClickAsync();
        await page.WaitForURLAsync("**door=main**");

        await page.GetByRole(AriaRole.Link, new() { Name = "To print" }).ClickAsync();
        await Assertions.Expect(page.GetByText("door: main")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "events-print");
        Assert.Contains(await Store.Audit.ListAsync(limit: 10, cancellationToken: Cancellation), entry => entry is { Action: "events.exported", Actor: "Victor" } && entry.Details!.Contains("print", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_export_is_whole_audited_and_starts_no_formula()
    {
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.CameraOpened, Door = "main", Detail = "=HYPERLINK(\"http://evil\")" }, Cancellation);
        var page = await browser.OpenAsAsync(review.Site, "Victor");

        var csv = await (await page.APIRequest.GetAsync("/review/events/export?format=csv&kind=camera")).TextAsync();
        var json = await page.APIRequest.GetAsync("/review/events/export?format=json&kind=camera");

        Assert.StartsWith("\uFEFFtime,code,severity,person", csv);
        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil\"\")\"\r\n", csv);
        var lines = JsonDocument.Parse(await json.TextAsync()).RootElement.EnumerateArray().ToList();
        Assert.Equal(csv.Split("\r\n").Length - 2, lines.Count);
        Assert.All(lines, line => Assert.StartsWith("camera.", line.GetProperty("code").GetString(), StringComparison.Ordinal));
        Assert.Contains("attachment", json.Headers["content-disposition"]);
        var audit = await Store.Audit.ListAsync(limit: 10, cancellationToken: Cancellation);
        Assert.Equal(2, audit.Count(entry => entry is { Action: "events.exported", Actor: "Victor" } && !entry.Details!.Contains("print", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_time_that_is_none_is_told_and_exports_nothing()
    {
        var page = await browser.OpenAsAsync(review.Site, "Rita");
        Assert.Equal(400, (await page.APIRequest.GetAsync("/review/events/export?from=01.02.2027")).Status);
        Assert.Equal(400, (await page.APIRequest.GetAsync("/review/events/export?from=0002-01-01T00:00")).Status);
        Assert.Equal(200, (await page.APIRequest.GetAsync("/review/events/export?from=1900-01-01T00:00&until=9999-12-31T23:59")).Status);
        await page.GotoAsync("/review/events?until=03/04/2027");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'03/04/2027' is no time");
    }

    [Theory]
    [InlineData("+1", "'+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2", "'-2")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠SUM(A1)", "'＠SUM(A1)")]
    [InlineData("﹦1", "'﹦1")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\uFEFF=1", "'\uFEFF=1")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("plain", "plain")]
    [InlineData(null, "")]
    public void A_field_is_quoted_and_never_a_formula(string? text, string field) => Assert.Equal(field, CsvText.Field(text));

    [Fact]
    public async Task Figures_say_how_many_trials_stand_behind_them()
    {
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.OutsideSchedule, Seconds = 1.5 }, Cancellation);
        await Store.Events.AppendAsync(new() { At = Now, Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.UnknownFace, Seconds = 2.5 }, Cancellation);
        var page = await browser.OpenAsAsync(review.Site, "Rita");

        await page.GotoAsync("/review/figures");

        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "outside schedule 1" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("median of")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "figures");
        await page.GotoAsync("/review/figures?from=2025-01-02T00:00&until=2025-01-01T00:00");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("ends before it begins");
    }
}
