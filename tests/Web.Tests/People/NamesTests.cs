using System.Globalization;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AccessKiosk.Web.Tests.People;

public sealed class NamesTests(Browser browser, PeopleSite fixture) : IClassFixture<PeopleSite>
{
    private readonly TestSite _site = fixture.Site;

    public static TheoryData<string, string> Names => new()
    {
        { "script", "<script>window.hurt=1</script><img src=x onerror=\"window.hurt=1\">" },
        { "attribute", "\" autofocus onfocus=\"window.hurt=1\" x='" },
        { "rtl", "عبد الرحمن بن محمد" },
        { "emoji", "👩🏽‍🚀 Zoë O’Brien-Ñáñez" },
        { "long", new string('W', 200) },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_name_of_any_kind_is_text_on_every_page(string kind, string name)
    {
        var store = _site.Kiosk.Population.Store;
        var cancellationToken = TestContext.Current.CancellationToken;
        var group = await store.Groups.AddAsync(name, "test", cancellationToken);
        var person = await store.People.AddAsync(new() { Name = name, Note = name, Groups = [group.Id] }, null, "test", cancellationToken);
        var page = await fixture.OpenAsAsync(browser, Roles.Admin, 390, 844);

        foreach (var (address, shot) in new[]
        {
            ($"/admin/people?q={Uri.EscapeDataString(name)}", "list"), ($"/admin/people/{person.Id}", "person"), ($"/admin/people/{person.Id}/erase", "erase"),
            ($"/admin/enrol?person={person.Id}", "enrol"), ($"/admin/groups?remove={group.Id:N}", "groups"), ("/admin/people/new", "new"), ("/admin", "overview"),
        })
        {
            await page.GotoAsync(address);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            Assert.False(await page.EvaluateAsync<bool>("'hurt' in window"), address);
            // A phone shows the whole width.
            var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(width <= 390, string.Create(CultureInfo.InvariantCulture, $"{address} is {width} pixels wide"));
            await Browser.ShootAsync(page, $"phone-{shot}-{kind}", whole: true);
        }

        await page.GotoAsync($"/admin/people/{person.Id}");
        Assert.Equal(name, await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).TextContentAsync());
        Assert.Equal(name, await page.GetByLabel("Name").InputValueAsync());
    }
}
