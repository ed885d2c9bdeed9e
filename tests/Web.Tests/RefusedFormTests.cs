using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests;

/// <summary>What was typed stays in a form that is refused: nobody types it twice.</summary>
public sealed class RefusedFormTests(Browser browser)
{
    [Fact]
    public async Task Every_form_that_is_refused_keeps_what_was_typed()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var cancellationToken = TestContext.Current.CancellationToken;
        await site.AddOperatorAsync("Ada", Roles.Admin);
        await store.Groups.AddAsync("Staff", "test", cancellationToken);
        await store.Groups.AddAsync("Cleaning", "test", cancellationToken);
        await store.People.AddAsync(new() { Name = "Grace", ExternalId = "4711" }, consent: null, "test", cancellationToken);
        var page = await browser.OpenAsAsync(site, "Ada");

        await page.GotoAsync("/admin/enrol");
        await FillAsync("Name", "Alan");
        await FillAsync("Number", "4711");
        await FillAsync("Consent taken by", "Reception");
        await page.GetByLabel("Staff").CheckAsync();
        await page.GetByLabel("has read this text").CheckAsync();
        await RefusedAsync("To the camera", "The number 4711 is");
        await KeptAsync("Name", "Alan");
        await KeptAsync("Number", "4711");
        await KeptAsync("Consent taken by", "Reception");
        await Expect(page.GetByLabel("Staff")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("has read this text")).ToBeCheckedAsync();

        await page.GotoAsync("/admin/people/new");
        await FillAsync("Name", "Alan");
        await FillAsync("Number", "4711");
        await FillAsync("Note", "visits on Mondays");
        await FillAsync("Admitted until", "2031-05-01");
        await page.GetByLabel("Cleaning").CheckAsync();
        await RefusedAsync("Add", "staff number is taken");
        await KeptAsync("Name", "Alan");
        await KeptAsync("Note", "visits on Mondays");
        await KeptAsync("Admitted until", "2031-05-01");
        await Expect(page.GetByLabel("Cleaning")).ToBeCheckedAsync();

        await page.GotoAsync("/admin/groups");
        await page.Locator("#new-name").FillAsync("staff");
        await RefusedAsync("Add", "");
        await Expect(page.Locator("#new-name")).ToHaveValueAsync("staff");
        await page.GetByLabel("Name of the group Cleaning").FillAsync("STAFF");
        await RefusedAsync("Rename Cleaning", "");
        await Expect(page.GetByLabel("Name of the group Cleaning")).ToHaveValueAsync("STAFF");
        await Expect(page.Locator("#new-name")).ToHaveValueAsync("");

        await page.GotoAsync("/admin/keys");
        await FillAsync("What is it for?", "dashboard");
        await page.GetByLabel("It works for").SelectOptionAsync("365");
        await RefusedAsync("Make the key", "");
        await KeptAsync("What is it for?", "dashboard");
        await KeptAsync("It works for", "365");

        await page.GotoAsync("/admin/operators");
        await FillAsync("Name", "ada");
        await page.GetByLabel("Role").SelectOptionAsync("reviewer");
        await RefusedAsync("Add", "");
        await KeptAsync("Name", "ada");
        await KeptAsync("Role", "reviewer");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Ada" }).ClickAsync();
        await page.GetByLabel("Role").SelectOptionAsync("viewer");
        await RefusedAsync("Change the role", "last admin");
        await KeptAsync("Role", "viewer");

        Task FillAsync(string label, string text) => page.GetByLabel(label, new() { Exact = false }).First.FillAsync(text);
        Task KeptAsync(string label, string text) => Expect(page.GetByLabel(label, new() { Exact = false }).First).ToHaveValueAsync(text);
        async Task RefusedAsync(string button, string words)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync(words);
        }
    }
}
