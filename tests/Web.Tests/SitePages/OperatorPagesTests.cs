using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Security;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class OperatorPagesTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_is_added_by_a_link_that_works_once_and_the_last_admin_stays()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");
        await page.GotoAsync("/admin/operators");
        await page.GetByLabel("Name").FillAsync("Bo");
        await page.GetByLabel("Role").SelectOptionAsync(Roles.Reviewer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        var link = await page.Locator("code.copy").TextContentAsync();
        await Browser.AssertAccessibleAsync(page, "operators-link");

        var other = await browser.OpenAsync(Site);
        await other.GotoAsync(link!);
        await Browser.AssertAccessibleAsync(other, "welcome");
        await other.GetByLabel("Password at least").FillAsync("four words do well");
        await other.GetByLabel("Password again").FillAsync("four words do well");
        await other.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await other.WaitForURLAsync(url => !url.Contains("/welcome", StringComparison.Ordinal));
        Assert.Equal(403, (await other.GotoAsync(link!))!.Status);
        Assert.Equal(200, (await other.GotoAsync("/account"))!.Status);

        await page.GotoAsync("/admin/operators");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Ada" }).ClickAsync();
        await Browser.AssertAccessibleAsync(page, "operators");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ada is the last admin");
        await page.GotoAsync(page.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a new link" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ada is the last admin");
        await page.GetByLabel("Role").SelectOptionAsync(Roles.Viewer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the role" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ada is the last admin");

        // A shut-out operator's open session ends with the next page.
        await page.GotoAsync("/admin/operators");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change Bo" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Bo is shut out");
        await other.GotoAsync("/account");
        Assert.Contains("/sign-in", other.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_turns_a_second_factor_on_with_the_code_of_the_picture_and_changes_the_password()
    {
        await Site.AddOperatorAsync("Cy", Roles.Viewer);
        var page = await browser.OpenAsAsync(Site, "Cy");
        await page.GotoAsync("/account");
        await Browser.AssertAccessibleAsync(page, "account");
        var secret = FromBase32((await page.Locator("form:has(.qr) code").TextContentAsync())!);
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync("000000");
        await page.GetByLabel("Present password").Last.FillAsync(TestSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is wrong");
        Assert.Equal(secret, FromBase32((await page.Locator("form:has(.qr) code").TextContentAsync())!));
        await page.GetByLabel("Code", new() { Exact = true }).FillAsync(new OtpNet.Totp(secret).ComputeTotp());
        await page.GetByLabel("Present password").Last.FillAsync(TestSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The second factor is on");
        await Browser.AssertAccessibleAsync(page, "account-second-factor");

        await page.GetByLabel("Present password").First.FillAsync(TestSite.Password);
        await page.GetByLabel("New password at least").FillAsync("another four words");
        await page.GetByLabel("New password again").FillAsync("another four words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password was changed");

        var credential = OperatorCredential.Parse((await Site.Kiosk.Population.Store.Operators.FindAsync("Cy", Cancellation))!.Credential)!;
        Assert.NotNull(credential.Totp);
        Assert.True(new Passwords().Verify(credential, "another four words"));
    }

    [Fact]
    public async Task The_keys_of_the_pages_are_not_readable_in_their_files()
    {
        var page = await browser.OpenAsAsync(Site, "Ada");
        await page.GotoAsync("/account");
        var files = Directory.GetFiles(Path.Combine(Site.Kiosk.Options.Store.Directory, "web-keys"), "*.xml");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var text = File.ReadAllText(file);
            Assert.Contains("<sealed", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<masterKey", text, StringComparison.Ordinal);
        });
    }

    private static byte[] FromBase32(string text)
    {
        const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Where(c => Digits.Contains(c, StringComparison.Ordinal)).Select(c => Convert.ToString(Digits.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
