using AccessKiosk.Storage.Events;
using System.Diagnostics;
using System.Net.WebSockets;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

/// <summary>The man of the recording stands at the camera; he does not know what is asked of him, so the operator takes the poses by button.</summary>
[Trait("Speed", "slow")]
public sealed class GuidedEnrollmentTests(Browser browser) : IAsyncLifetime
{
    private static readonly LocatorAssertionsToHaveCountOptions Patient = new() { Timeout = 40_000 };

    private TestSite _site = null!;

    private KioskStore Store => _site.Kiosk.Population.Store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.OpenAsync();
        await _site.AddOperatorAsync("Eve", Roles.Enroller);
        await _site.PlayAsync();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_person_is_enrolled_at_the_camera_and_let_in_at_the_next_look()
    {
        var page = await browser.OpenAsAsync(_site, "Eve");
        await page.GotoAsync("/admin/enrol");
        await Browser.AssertAccessibleAsync(page, "enrol");

        // Without consent the camera stays closed.
        await page.GetByLabel("Name").FillAsync("Audun Berg");
        await page.GetByRole(AriaRole.Button, new() { Name = "To the camera" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Tick that the person agrees");
        Assert.Null(_site.Kiosk.Lanes[0].Lease.Guest);

        var granted = NextGrantAsync();
        var watch = Stopwatch.StartNew();
        await BeginAsync(page);
        await TakeAllAsync(page);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save the enrolment" })).ToBeFocusedAsync();
        watch.Stop();
        Assert.Null(_site.Kiosk.Lanes[0].Lease.Guest);
        Assert.Equal(0, Store.People.Count);
        await Browser.AssertAccessibleAsync(page, "enrol-decide");
        watch.Start();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Enrolled.");
        TestContext.Current.TestOutputHelper!.WriteLine($"Guided enrolment: {watch.Elapsed.TotalSeconds:0.0} s");

        var person = Assert.Single(Store.People.List());
        Assert.Equal(5, person.References);
        Assert.Equal("Eve", person.Consent!.TakenBy);
        await Browser.AssertAccessibleAsync(page, "person-enrolled");
        Assert.Equal(person.Id, (await granted).Person);
    }

    [Fact]
    public async Task Cancelling_or_leaving_keeps_nothing_and_gives_the_camera_back()
    {
        var group = await Store.Groups.AddAsync("Night shift", "test", Cancellation);
        var page = await browser.OpenAsAsync(_site, "Eve");
        var door = await browser.OpenAsync(_site);
        await door.GotoAsync("/");
        await page.GotoAsync("/admin/enrol");
        await page.GetByLabel("Name").FillAsync("Nobody Yet");
        await page.GetByLabel("Number").FillAsync("4711");
        await page.GetByLabel("Night shift").CheckAsync();
        await BeginAsync(page);
        await Expect(page.Locator(".captures li.done")).ToHaveCountAsync(1, Patient);
        // The person at the door is told what the desk is told.
        await Expect(door.Locator("#screen")).ToHaveAttributeAsync("data-phase", "enrolling");
        await Expect(door.Locator("#step")).ToHaveTextAsync("Step 2 of 5");
        await Expect(door.Locator(".pose[data-pose='left']")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "enrol-camera");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("#guide")).ToHaveTextAsync("Cancelled. Nothing was kept.");
        await Browser.AssertAccessibleAsync(page, "enrol-over");
        await AssertNothingIsLeftAsync();
        await Expect(door.Locator("#screen")).Not.ToHaveAttributeAsync("data-phase", "enrolling");
        await door.Context.CloseAsync();

        // A try that failed keeps what was typed.
        await page.GetByRole(AriaRole.Link, new() { Name = "Begin again" }).ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Nobody Yet");
        await Expect(page.GetByLabel("Number")).ToHaveValueAsync("4711");
        await Expect(page.GetByLabel("Night shift")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("has read this text")).ToBeCheckedAsync();
        await Store.Groups.RemoveAsync(group.Id, "test", Cancellation);

        await OpenCameraAsync(page, "Nobody Yet");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#guide")).ToHaveTextAsync("Cancelled. Nothing was kept.");
        await AssertNothingIsLeftAsync();

        await page.SetViewportSizeAsync(390, 844);
        await OpenCameraAsync(page, "Nobody Yet");
        await Browser.ShootAsync(page, "phone-enrol-camera", whole: true);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        await page.GotoAsync("/admin/people");
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task An_operator_who_was_shut_out_meanwhile_sees_no_more_pictures_and_stores_nobody()
    {
        var page = await browser.OpenAsAsync(_site, "Eve");
        await OpenCameraAsync(page, "Nobody Yet");
        await TakeAllAsync(page);
        await _site.Services.GetRequiredService<OperatorService>().SetDisabledAsync((await Store.Operators.FindAsync("Eve", Cancellation))!, true, "Ada", Cancellation);

        await Expect(page.Locator("#guide")).ToHaveTextAsync("You are not signed in any more. Nothing was kept.");
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Another_operator_is_told_who_has_the_camera()
    {
        await _site.AddOperatorAsync("Max", Roles.Enroller);
        var first = await browser.OpenAsAsync(_site, "Eve");
        await OpenCameraAsync(first, "First Come");
        var session = first.Url[(first.Url.LastIndexOf('/') + 1)..];
        var second = await browser.OpenAsAsync(_site, "Max");

        await second.GotoAsync("/admin/enrol");
        await Expect(second.GetByRole(AriaRole.Status)).ToContainTextAsync("Eve is enrolling somebody since");
        await second.GetByLabel("Name").FillAsync("Second Come");
        await second.GetByLabel("has read this text").CheckAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "To the camera" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Status)).ToContainTextAsync("Eve is enrolling somebody since");
        await second.GotoAsync($"/admin/enrol/{session}");
        await Expect(second.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This enrolment is over");

        using var stranger = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(new Uri(_site.Address.Replace("http", "ws", StringComparison.Ordinal) + $"/admin/enrol/{session}/socket"), Cancellation));
    }

    [Fact]
    public async Task Who_looks_like_somebody_enrolled_is_decided_by_the_operator()
    {
        var known = await _site.EnrolManAsync();
        var page = await browser.OpenAsAsync(_site, "Eve");

        await OpenCameraAsync(page, "Aud Berg");
        await TakeAllAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Is it the same person?" })).ToBeFocusedAsync();
        await Expect(page.Locator("#others")).ToContainTextAsync("Audun Berg");
        await Expect(page.Locator("#others .words")).ToContainTextAsync("pairs of different people");
        await Browser.AssertAccessibleAsync(page, "enrol-duplicate");
        await page.GetByRole(AriaRole.Button, new() { Name = "The same person" }).ClickAsync();
        await page.WaitForURLAsync($"**/admin/people/{known.Id}?done=enrolled");
        Assert.Equal(1, Store.People.Count);
        Assert.Equal(known.References + 5, Store.People.Find(known.Id)!.References);

        await OpenCameraAsync(page, "Twin Berg");
        await TakeAllAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Another person" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Enrolled.");
        var twin = Assert.Single(Store.People.SameName("Twin Berg"));
        Assert.Contains(await Store.Audit.ListAsync(twin.Id.ToString(), cancellationToken: Cancellation), entry => entry.Action == "enrolment.duplicate-allowed");
    }

    private static async Task OpenCameraAsync(IPage page, string name)
    {
        await page.GotoAsync("/admin/enrol");
        await page.GetByLabel("Name").FillAsync(name);
        await BeginAsync(page);
    }

    private static async Task BeginAsync(IPage page)
    {
        await page.GetByLabel("has read this text").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "To the camera" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take it now" })).ToBeEnabledAsync(new() { Timeout = 40_000 });
    }

    // The first capture is taken by itself; the button takes the poses that he does not strike.
    private static async Task TakeAllAsync(IPage page)
    {
        await Expect(page.Locator(".captures li.done")).ToHaveCountAsync(1, Patient);
        for (var taken = 2; taken <= 4; taken++)
            await TakeAsync(page.Locator($".captures li:nth-child({taken}).done"), () => page.Keyboard.PressAsync("t"));
        await TakeAsync(page.Locator("#decide"), () => page.GetByRole(AriaRole.Button, new() { Name = "Take it now" }).ClickAsync(new() { Timeout = 10_000 }));
    }

    // A moment that is too blurred is refused: like a person, one asks again. A pose that he strikes by himself is taken by itself.
    private static async Task TakeAsync(ILocator done, Func<Task> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await done.IsVisibleAsync())
                return;
            try
            {
                await ask();
                await done.WaitForAsync(new() { Timeout = 10_000 });
                return;
            }
            catch (TimeoutException) when (attempt < 4)
            {
                // Asked again.
            }
        }
    }

    private async Task AssertNothingIsLeftAsync()
    {
        await UntilAsync(() => _site.Kiosk.Lanes[0].Lease.Guest is null && !_site.Kiosk.Lanes[0].View.Moment.IsLent);
        Assert.Equal((0, 0), (Store.People.Count, _site.Kiosk.Population.Gallery.References));
    }

    private async Task<AccessEvent> NextGrantAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        await foreach (var happened in _site.Kiosk.Events.ListenAsync(limit.Token))
            if (happened.Code == EventCodes.AccessGranted)
                return happened;
        throw new InvalidOperationException("The events ended.");
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var wait = 0; !holds(); wait++)
        {
            Assert.True(wait < 500, "It does not come about.");
            await Task.Delay(20, Cancellation);
        }
    }
}
