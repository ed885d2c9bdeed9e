using System.Net.Http.Json;
using System.Text.Json;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>A fresh installation: nothing is wired, and everything that is seen of it says so.</summary>
public sealed class SimulatedTests(Browser browser) : IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await TestSite.OpenAsync(change: options =>
        {
            options.Doors["back"] = new() { Name = "back", Relay = "back" };
            options.Camera.Door = "main";
        });
        await _site.AddOperatorAsync("Ada", Roles.Admin);
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task No_page_and_no_screen_hides_that_no_lock_moves()
    {
        var page = await browser.OpenAsAsync(_site, "Ada", 390, 844);
        foreach (var address in StaffPages.Addresses(_site).Append("/not-allowed").Append("/setup"))
        {
            await page.GotoAsync(address);
            await Assertions.Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Simulated doors" })).ToContainTextAsync("No lock moves at back, main");
        }

        await page.GotoAsync("/admin");
        await page.GetByRole(AriaRole.Link, new() { Name = "What to do" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Gpio:Driver").First).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "simulated");

        await page.GotoAsync("/");
        foreach (var (button, words) in new[] { ("English", "Simulated door: no lock moves"), ("Deutsch", "Simulierte Tür"), ("Español", "Puerta simulada"), ("Français", "Porte simulée"), ("Italiano", "Porta simulata"), ("العربية", "باب محاكى") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Assertions.Expect(page.Locator(".simulated")).ToContainTextAsync(words);
        }

        await Browser.ShootAsync(page, "simulated-screen");
    }

    [Fact]
    public async Task The_API_says_that_no_lock_moves()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new HttpClient { BaseAddress = new($"{_site.Address}/api/v1/") };
        Assert.True((await client.GetFromJsonAsync<JsonElement>("health/live", cancellationToken)).GetProperty("simulated").GetBoolean());
        var (_, key) = await _site.Kiosk.Population.Store.ApiKeys.AddAsync("test", [Permissions.ViewEvents], null, "test", cancellationToken);
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var doors = await client.GetFromJsonAsync<JsonElement>("doors", cancellationToken);
        Assert.All(doors.EnumerateArray(), door => Assert.True(door.GetProperty("simulated").GetBoolean()));
    }
}
