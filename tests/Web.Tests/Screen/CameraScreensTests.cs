using System.Net;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Pins;
using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>Two cameras, two doors: every page tells them apart.</summary>
public sealed class CameraScreensTests(Browser browser) : IAsyncLifetime
{
    private const string Number = "4711";
    private const string Pin = "8305";
    private static readonly TrackedFace[] Faces = [new(1, new(new(120, 60, 140, 160), 0.9f, default), 10, 0)];

    private readonly Frame _frame = new();
    private TestSite _site = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SimulatedGpio Gpio => (SimulatedGpio)_site.Kiosk.Gpio;

    private Lane In => _site.Kiosk.Lane("in")!;

    private Lane Out => _site.Kiosk.Lane("out")!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.OpenAsync(change: options =>
        {
            options.Doors["back"] = new() { Name = "back", Relay = "back" };
            options.Cameras["in"] = new() { Source = Recordings.ManAnotherDay, Door = "main" };
            options.Cameras["out"] = new() { Source = Recordings.Man, Door = "back", Direction = DoorDirection.Out };
            options.Web.Screen.IdleAfter = TimeSpan.FromMinutes(5);
        });
        foreach (var (name, role) in new[] { ("Ada", Roles.Admin), ("Rita", Roles.Reviewer), ("Eve", Roles.Enroller) })
            await _site.AddOperatorAsync(name, role);
        using var picture = Recordings.Picture(Recordings.ManAnotherDay, 40);
        picture.CopyTo(_frame.Prepare(picture.Width, picture.Height));
        In.View.Show(_frame, Faces, new(Advice.ComeCloser));
        Out.View.Lose("no picture for 2 s");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _frame.Dispose();
    }

    [Fact]
    public async Task Each_camera_has_its_screen_and_the_first_one_s_is_the_kiosk_s()
    {
        var page = await browser.OpenAsync(_site);
        foreach (var address in new[] { "/", "/screen/in", "/screen/IN" })
        {
            await page.GotoAsync(address);
            await PhaseAsync(page, "watch");
            await Assertions.Expect(page.Locator("#line")).ToHaveTextAsync("Come closer");
        }

        await page.GotoAsync("/screen/out");
        await PhaseAsync(page, "fault");
        Out.View.Show(_frame, Faces, new(Advice.MoreLight));
        await PhaseAsync(page, "watch");
        // Its picture comes once it is watched.
        while (await page.GetAttributeAsync("#picture", "width") != "400")
            Out.View.Show(_frame, Faces, new(Advice.MoreLight));
        await Browser.ShootAsync(page, "screen-camera-out");
        var none = await page.GotoAsync("/screen/cellar");
        Assert.Equal(410, none!.Status);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "out, at back" })).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "screen-no-camera");
        Assert.Equal(HttpStatusCode.NotFound, (HttpStatusCode)(await page.APIRequest.GetAsync("/screen/cellar/socket")).Status);
    }

    [Fact]
    public async Task A_pad_opens_the_door_of_its_own_camera()
    {
        var store = _site.Kiosk.Population.Store;
        var grace = await store.People.AddAsync(new() { Name = "Grace Hopper", ExternalId = Number }, new NewConsent(ConsentDecision.Declined, "2026-11", "test"), "test", Cancellation);
        await PinStore.SetAsync(store, grace.Id, Pin, isDuress: false, "test", Cancellation);
        _site.Kiosk.Rules.Replace(new([new DoorPolicy { Name = "back", Permissions = [new(DefaultAccessModel.Group, null)], AllowPinOnly = true }]));
        Out.View.Show(_frame, Faces, new(Advice.Hold));
        var page = await browser.OpenAsync(_site);
        await page.GotoAsync("/screen/out");
        await page.Locator("#pin-open").ClickAsync();
        foreach (var digits in new[] { Number, Pin })
        {
            await page.Keyboard.TypeAsync(digits);
            await page.Keyboard.PressAsync("Enter");
        }

        await PhaseAsync(page, "granted");
        Assert.Equal((false, true), (Gpio.IsActive("relay"), Gpio.IsActive("back")));
        Assert.NotEqual(ScreenResult.Granted, In.View.Moment.Result);
    }

    [Fact]
    public async Task Staff_see_every_camera_and_every_door()
    {
        var page = await browser.OpenAsAsync(_site, "Ada");
        await page.GotoAsync("/admin/health");
        await Assertions.Expect(page.Locator("[data-line='camera-out']")).ToHaveTextAsync("no picture for 2 s");
        await Assertions.Expect(page.Locator("[data-line='picture-in']")).ToHaveTextAsync("400 × 300");
        await Browser.AssertAccessibleAsync(page, "health-two-cameras");
        await page.GotoAsync("/admin");
        await Assertions.Expect(page.GetByText("Camera out gives no picture: no picture for 2 s").First).ToBeVisibleAsync();
        page = await browser.OpenAsAsync(_site, "Rita");
        await page.GotoAsync("/review/doors");
        await Assertions.Expect(page.GetByText("out: no picture")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Unlock once" })).ToHaveCountAsync(2);
        await Browser.AssertAccessibleAsync(page, "doors-two");
    }

    [Fact]
    public async Task An_enrolment_borrows_the_camera_that_the_operator_chose()
    {
        var page = await browser.OpenAsAsync(_site, "Eve");
        await page.GotoAsync("/admin/enrol");
        await Browser.AssertAccessibleAsync(page, "enrol-two-cameras");
        await page.GetByLabel("Name").FillAsync("Audun Berg");
        await page.GetByLabel("agrees").CheckAsync();
        await page.GetByLabel("Camera").SelectOptionAsync("out");
        await page.GetByRole(AriaRole.Button, new() { Name = "To the camera" }).ClickAsync();
        await Assertions.Expect(page.Locator("#guide")).ToHaveTextAsync("Step in front of the camera.", new() { Timeout = 30_000 });
        Assert.NotNull(Out.Lease.Guest);
        Assert.Null(In.Lease.Guest);
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#over")).ToBeVisibleAsync();
        Assert.Null(Out.Lease.Guest);
    }

    private static Task PhaseAsync(IPage page, string phase) => Assertions.Expect(page.Locator("#screen")).ToHaveAttributeAsync("data-phase", phase, new() { Timeout = 30_000 });
}
