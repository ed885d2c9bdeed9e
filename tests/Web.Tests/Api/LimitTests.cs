namespace AccessKiosk.Web.Tests.Api;

public sealed class LimitTests
{
    [Fact]
    public async Task Whoever_asks_too_often_is_told_when_to_come_back()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var site = await TestSite.OpenAsync();
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        HttpResponseMessage answer;
        var asked = 0;
        do
        {
            answer = await client.GetAsync("/api/v1/health/live", cancellationToken);
            Assert.InRange(++asked, 1, 2000);
        }
        while (answer.IsSuccessStatusCode);

        Assert.Equal((429, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.NotNull(answer.Headers.RetryAfter);
    }
}
