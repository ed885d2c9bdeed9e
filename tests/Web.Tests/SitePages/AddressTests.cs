using System.Net;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>Links lead to where staff reach the kiosk, and the kiosk answers there.</summary>
public sealed class AddressTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invitation_carries_an_address_that_other_machines_reach_and_everything_that_is_printed_is_admitted()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.HttpsPort = 0);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var others = site.Kiosk.Pages.Site.Others();
        Assert.Contains(others, address => address.Contains(".local:", StringComparison.Ordinal));
        Assert.All(others, address => Assert.Matches(@"^https://[^/]+:\d+$", address));
        Assert.StartsWith(others[0], await site.Kiosk.Pages.SetupAsync(Cancellation) ?? others[0], StringComparison.Ordinal);
        foreach (var other in others)
            Assert.Equal(HttpStatusCode.OK, await AskAsync(site, new Uri(other).Authority));

        // The admin sits at the box itself: the link is for somebody else.
        var page = await browser.OpenAsAsync(site, "Ada", 390, 844);
        await page.GotoAsync("/admin/operators");
        await Assertions.Expect(page.GetByText("Other machines do not reach these pages")).ToHaveCountAsync(0);
        await InviteAsync(page, "Grace");
        var link = await page.Locator("code.copy").InnerTextAsync();
        Assert.StartsWith($"{others[0]}/welcome?token=", link, StringComparison.Ordinal);
        await Browser.AssertAccessibleAsync(page, "invitation");

        // A password that is reset is a link too.
        await page.GotoAsync("/admin/operators");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Grace" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a new link" }).ClickAsync();
        Assert.StartsWith($"{others[0]}/welcome?token=", await page.Locator("code.copy").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_only_the_box_itself_reaches_the_pages_the_operators_page_says_so()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/operators");
        await Assertions.Expect(page.GetByText("Other machines do not reach these pages")).ToBeVisibleAsync();
        await Browser.ShootAsync(page, "operators-local");
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, (await new AddressCheck(site.Services.GetRequiredService<SiteAddresses>()).CheckHealthAsync(new(), Cancellation)).Status);
    }

    [Fact]
    public async Task The_address_that_is_configured_is_the_one_of_every_link_and_is_admitted()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.PublicAddress = "https://door.example:9443/");
        await site.AddOperatorAsync("Ada", Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(site, "door.example:9443"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await AskAsync(site, "elsewhere.example:9443"));
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/operators");
        await InviteAsync(page, "Grace");
        Assert.StartsWith("https://door.example:9443/welcome?token=", await page.Locator("code.copy").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task InviteAsync(IPage page, string name)
    {
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the link above" })).ToBeVisibleAsync();
    }

    private static async Task<HttpStatusCode> AskAsync(TestSite site, string host)
    {
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = host;
        return (await client.SendAsync(request, Cancellation)).StatusCode;
    }
}
