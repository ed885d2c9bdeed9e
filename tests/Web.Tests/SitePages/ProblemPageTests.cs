using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>Whatever cannot be answered gets a page of ours; programs get problem details.</summary>
public sealed class ProblemPageTests(Browser browser, SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/no-such-page", 404, "There is no such page")]
    [InlineData("GET", "/admin/no-such-page", 404, "There is no such page")]
    [InlineData("GET", "/admin/people/import/nothing/here", 404, "There is no such page")]
    [InlineData("POST", "/admin/no-such-page", 404, "There is no such page")]
    [InlineData("GET", "/css/none.css", 404, "There is no such page")]
    [InlineData("PUT", "/sign-in", 405, "That cannot be done here")]
    [InlineData("DELETE", "/admin/people", 405, "That cannot be done here")]
    [InlineData("GET", "/account/preferences", 405, "That cannot be done here")]
    [InlineData("GET", "/problem/404", 404, "There is no such page")]
    public async Task Somebody_who_is_not_signed_in_reads_what_is_wrong(string method, string address, int status, string title)
    {
        using var client = Client();
        using var answer = await client.SendAsync(new(new(method), address), Cancellation);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"<h1>{title}</h1>", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("PATCH", "/api/v1/health/live")]
    public async Task A_program_gets_problem_details(string method, string address)
    {
        using var client = Client();
        client.DefaultRequestHeaders.Accept.Clear();
        using var answer = await client.SendAsync(new(new(method), address), Cancellation);
        Assert.True((int)answer.StatusCode >= 400);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_operator_who_mistypes_an_address_or_sends_what_cannot_be_read_is_told_so_on_a_page_that_leads_back()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada", 390, 844);
        Assert.Equal(404, (await page.GotoAsync("/admin/nothing"))!.Status);
        await Assertions.Expect(page.GetByText("/admin/nothing")).ToBeVisibleAsync();
        await Browser.AssertAccessibleAsync(page, "no-such-page");
        await page.GetByRole(AriaRole.Link, new() { Name = "Staff pages" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Overview");

        // A browser cannot be made to type it: the form's request is sent by script, with each way to write it.
        await page.GotoAsync("/admin/groups");
        foreach (var kind in new[] { "application/x-www-form-urlencoded", "multipart/form-data" })
        {
            var told = await page.EvaluateAsync<string[]>("""
                async kind => {
                  const form = document.querySelector('main form[method=post]'), body = kind.startsWith('multipart') ? new FormData() : new URLSearchParams();
                  for (const field of form.elements) if (field.name) body.append(field.name, field.type === 'hidden' ? field.value : 'a\0b');
                  const answer = await fetch(form.action, { method: 'POST', body });
                  return [String(answer.status), await answer.text()];
                }
                """, kind);
            Assert.True(told[0] is "200" or "400", told[0]);
            Assert.Contains("<h1>", told[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Choosing_a_language_is_no_attempt_to_sign_in()
    {
        var page = await browser.OpenAsAsync(fixture.Site, "Ada");
        await page.GotoAsync("/account");
        var statuses = await page.EvaluateAsync<int[]>("""
            async () => {
              const form = document.querySelector('select[name=language]').form, statuses = [];
              for (let i = 0; i < 25; i++) statuses.push((await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })).status);
              return statuses;
            }
            """);
        Assert.All(statuses, status => Assert.Equal(200, status));
        await page.GetByLabel("Words of events").SelectOptionAsync("de");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This computer keeps what you chose.")).ToBeVisibleAsync();
    }

    private HttpClient Client()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(fixture.Site.Address) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return client;
    }
}
