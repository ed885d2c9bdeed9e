using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.Api;

public sealed class KeysPageTests(Browser browser)
{
    [Fact]
    public async Task A_key_is_shown_once_works_and_ends_when_it_is_revoked()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var page = await browser.OpenAsAsync(site, "Ada");
        await page.GotoAsync("/admin/keys");
        await page.GetByLabel("What is it for?").FillAsync("Time clock");
        await page.GetByLabel("Read events and the doors' state").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        var secret = await page.GetByLabel("The new key").InputValueAsync();
        await Browser.AssertAccessibleAsync(page, "api-keys");
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        Assert.Equal(200, (int)(await client.GetAsync("/api/v1/doors", TestContext.Current.CancellationToken)).StatusCode);

        Assert.Equal(200, (await page.APIRequest.GetAsync("/api/openapi.json")).Status);
        Assert.Equal(401, (await page.APIRequest.GetAsync("/api/v1/doors")).Status);

        await page.ReloadAsync();
        Assert.Equal(0, await page.GetByLabel("The new key").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke Time clock" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Revoked", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(401, (int)(await client.GetAsync("/api/v1/doors", TestContext.Current.CancellationToken)).StatusCode);
    }
}
