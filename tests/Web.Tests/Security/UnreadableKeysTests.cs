using System.Net;
using System.Net.Http.Headers;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>A database that turns to garbage under a running kiosk: a program is told that it cannot be asked, and where the files lie nobody is told.</summary>
public sealed class UnreadableKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_is_answered_503_with_what_to_do_and_goes_on_once_the_record_is_back()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Store = new() { Directory = _folder.Path });
        var (_, secret) = await site.Kiosk.Population.Store.ApiKeys.AddAsync("t", [Permissions.ControlDoors, Permissions.ViewEvents, ApiScopes.ReadMetrics], null, "t", Cancellation);
        using var program = new HttpClient { BaseAddress = new(site.Address) };
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using (new SpoiltDatabase(Path.Combine(_folder.Path, "kiosk.db")))
        {
            foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/v1/doors/main/unlock"), (HttpMethod.Get, "/api/v1/events"), (HttpMethod.Get, "/api/openapi.json"), (HttpMethod.Get, "/metrics") })
            {
                using var request = new HttpRequestMessage(method, path);
                using var answer = await program.SendAsync(request, Cancellation);
                var text = await answer.Content.ReadAsStringAsync(Cancellation);
                Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, answer.StatusCode));
                Assert.Contains("record cannot be used now", text, StringComparison.Ordinal);
                Assert.DoesNotContain(_folder.Path, text, StringComparison.Ordinal);
                Assert.DoesNotContain("kiosk.db", text, StringComparison.Ordinal);
            }

            // What needs no key is answered as ever.
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/health/live", Cancellation)).StatusCode);
            Assert.False(site.Kiosk.Doors["main"]!.State.IsUnlocked);
        }

        Assert.Equal(HttpStatusCode.OK, (await program.PostAsync("/api/v1/doors/main/unlock", null, Cancellation)).StatusCode);
    }
}
