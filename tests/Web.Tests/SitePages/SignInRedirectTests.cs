using System.Net;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class SignInRedirectTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/account", "/account")]
    [InlineData("//evil.example", "/home")]
    [InlineData("/\\evil.example", "/home")]
    [InlineData("/\t/evil.example", "/home")]
    [InlineData("/\n/evil.example", "/home")]
    [InlineData("https://evil.example", "/home")]
    public async Task Signing_in_leads_to_a_page_of_the_kiosk_and_nowhere_else(string to, string location)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = new(fixture.Site.Address) };
        var address = $"/sign-in?to={Uri.EscapeDataString(to)}";
        var token = (await client.GetStringAsync(address, cancellationToken)).Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = token,
            ["Form.Name"] = "Ada",
            ["Form.Password"] = TestSite.Password,
        });
        using var answer = await client.PostAsync(address, form, cancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, location), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }
}
