using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests;

public sealed class FirstStartTests(Browser browser)
{
    [Fact]
    public async Task The_setup_link_makes_the_first_admin_and_works_once()
    {
        await using var site = await TestSite.OpenAsync();
        var page = await browser.OpenAsync(site);

        var setup = (await site.Kiosk.Pages.SetupAsync(TestContext.Current.CancellationToken))!;
        await page.GotoAsync(setup);
        await Browser.AssertAccessibleAsync(page, "setup");
        await page.GetByLabel("Name").FillAsync("Ada");
        await page.GetByLabel("Password at least").FillAsync(TestSite.Password);
        await page.GetByLabel("Password again").FillAsync(TestSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the admin" }).ClickAsync();
        await page.WaitForURLAsync("**/admin");

        var again = await page.GotoAsync(setup);
        Assert.Equal(403, again!.Status);
        var operators = await site.Kiosk.Population.Store.Operators.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Roles.Admin, Assert.Single(operators).Role);
    }

    [Fact]
    public async Task Signing_in_says_nothing_of_what_was_wrong_and_slows_guessing_down()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsync(site);

        await page.GotoAsync("/sign-in");
        await Browser.AssertAccessibleAsync(page, "sign-in");
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await page.GetByLabel("Name").FillAsync("ada");
            await page.GetByLabel("Password").FillAsync("not the password");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(attempt < 6 ? "Name, password or code is wrong." : "Try again in");
        }
    }

    [Fact]
    public async Task Every_route_demands_a_permission_or_says_that_it_is_open()
    {
        await using var site = await TestSite.OpenAsync();

        // The framework's own route for redirects after a form needs a protected address, which only a page that was allowed gives.
        var silent = site.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText != "/_framework/opaque-redirect")
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is null && !route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => Permissions.All.Contains(a.Policy)))
            .Select(route => route.RoutePattern.RawText);

        Assert.Empty(silent);
    }
}
