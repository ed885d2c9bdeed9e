using AccessKiosk.Access.Lanes;
using AccessKiosk.Recognition.Decisions;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Screen;

/// <summary>Remakes the README's pictures of the screen when <c>ACCESSKIOSK_PICTURES</c> names the folder to write to.</summary>
public sealed class ScreenPictures(Browser browser, ScreenSite screen) : IClassFixture<ScreenSite>
{
    [Fact]
    public async Task The_pictures_of_the_screen_are_remade()
    {
        var folder = Environment.GetEnvironmentVariable("ACCESSKIOSK_PICTURES") ?? "";
        Assert.SkipWhen(folder.Length == 0, "ACCESSKIOSK_PICTURES names no folder.");
        screen.AskForPins(always: true);
        var page = await browser.OpenAsync(screen.Site, 800, 480);
        screen.Show(Advice.ComeCloser);
        await page.GotoAsync("/");
        await Assertions.Expect(page.Locator("#picture")).ToHaveAttributeAsync("width", "400");
        await ShootAsync("watch");
        screen.Tell(ScreenResult.Granted);
        await PhaseAsync("granted");
        await ShootAsync("granted");
        screen.Show(Advice.Done);
        screen.Decide();
        await PhaseAsync("pin");
        await ShootAsync("pin");

        Task PhaseAsync(string phase) => Assertions.Expect(page.Locator("#screen")).ToHaveAttributeAsync("data-phase", phase);
        Task ShootAsync(string name) => page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"screen-{name}.jpg"), Type = ScreenshotType.Jpeg, Quality = 80 });
    }
}
