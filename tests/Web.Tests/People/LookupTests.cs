using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.People;

/// <summary>"Who is this?" in a real browser, with real models and pictures.</summary>
[Trait("Speed", "slow")]
public sealed class LookupTests(Browser browser)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_of_somebody_enrolled_names_them_and_one_of_a_stranger_nobody_and_both_are_audited()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        var man = await site.EnrolManAsync("Audun <Berg>");
        var page = await browser.OpenAsAsync(site, "Edda");

        await SearchAsync(page, Faces.ManAnotherDay[0]);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("This is Audun <Berg>.");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("alike enough");
        await Browser.AssertAccessibleAsync(page, "people-who");
        // An answer is shown once: a page that is opened again later shows no face's name.
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);

        await SearchAsync(page, Faces.Stranger[0]);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Nobody enrolled, as far as can be told.");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("not alike enough");

        var searched = (await site.Kiosk.Population.Store.Audit.ListAsync(cancellationToken: Cancellation)).Where(entry => entry.Action == "person.identified").ToList();
        Assert.Equal([null, man.Id.ToString()], searched.Select(entry => entry.Subject));
        Assert.All(searched, entry => Assert.Equal("Edda", entry.Actor));
    }

    [Fact]
    public async Task What_is_no_picture_of_one_face_is_refused_in_words()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Edda", Roles.Enroller);
        using var folder = new TemporaryFolder();
        var page = await browser.OpenAsAsync(site, "Edda");

        await SearchAsync(page, folder.File("text.jpg", "no picture"u8));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("picture");

        using var man = Recordings.Picture(Recordings.Man, 30);
        using var both = Montage.Of(800, 300, (man, 0, 0, 1), (man, 400, 0, 1));
        await SearchAsync(page, folder.File("two.png", Vision.Imaging.ImageFile.Encode(both, Vision.Imaging.Formats.ImageFormat.Png)));
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("2 faces");
    }

    private static async Task SearchAsync(IPage page, string picture)
    {
        await page.GotoAsync("/admin/people/who");
        await page.SetInputFilesAsync("#picture", picture);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.WaitForURLAsync("**/admin/people/who");
    }
}
