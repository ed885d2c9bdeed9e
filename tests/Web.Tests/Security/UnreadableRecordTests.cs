using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>A database that turns to garbage under a running kiosk: whoever is signed in gets the doors open, and is told what cannot be done.</summary>
public sealed class UnreadableRecordTests(Browser browser) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_operator_who_is_signed_in_unlocks_and_locks_down_and_is_told_what_needs_the_record()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Store = new() { Directory = _folder.Path });
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/review/doors");
        using (new SpoiltDatabase(Path.Combine(_folder.Path, "kiosk.db")))
        {
            // What was asked within the last seconds is known yet.
            await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
            await DoAsync(page, "/review/doors/act?act=unlock&door=main", "Unlock once");
            await page.WaitForURLAsync(url => url.Contains("/review/doors?done=", StringComparison.Ordinal));
            Assert.True(site.Kiosk.Doors["main"]!.State.IsUnlocked);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Doors", Exact = true })).ToBeVisibleAsync();

            await DoAsync(page, "/review/doors/act?act=forgive", "Forgive");
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This was not done, since it must be recorded");
            await DoAsync(page, $"/review/doors/act?act=hold&door=main&until={TimeProvider.System.GetLocalNow().AddHours(1):HH:mm}", "Hold open");
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Unlocking once works without it");
            await DoAsync(page, "/review/doors/act?act=lockdown", "Lock down");
            Assert.False(site.Kiosk.Doors["main"]!.RemoteUnlock("test").Open);
            await DoAsync(page, "/review/doors/act?act=lockdown-end", "End the lockdown");
            Assert.True(site.Kiosk.Doors["main"]!.RemoteUnlock("test").Open);

            foreach (var address in new[] { "/admin/operators", "/account" })
            {
                var answer = await page.GotoAsync(address);
                Assert.Equal(503, answer!.Status);
                await Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("The record cannot be used now");
                Assert.DoesNotContain("kiosk.db", await page.ContentAsync(), StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", await page.ContentAsync(), StringComparison.Ordinal);
            }
        }
    }

    private static async Task DoAsync(IPage page, string address, string button)
    {
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
    }
}
