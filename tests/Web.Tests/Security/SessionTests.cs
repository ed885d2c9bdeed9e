using System.Net;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Storage;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Security;

/// <summary>How a session ends, and what a form without its token is answered.</summary>
[Trait("Speed", "slow")]
public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cookie_that_somebody_kept_counts_for_nothing_after_the_sign_out_also_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string kept;
        await using (var site = await OpenAsync(folder, TimeProvider.System))
        {
            await site.AddOperatorAsync("Ada", Roles.Admin);
            var cookies = new CookieContainer();
            using var client = Client(site, cookies);
            await SignInAsync(client);
            kept = cookies.GetCookieHeader(new(site.Address));
            Assert.Equal(HttpStatusCode.OK, await WithAsync(site, kept));
            var token = Token(await client.GetStringAsync("/account", Cancellation));
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
            Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/sign-out", form, Cancellation)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, await WithAsync(site, kept));

            // Another session of the same operator is none of its business.
            using var other = Client(site, new());
            await SignInAsync(other);
            Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/account", Cancellation)).StatusCode);
        }

        await using var again = await OpenAsync(folder, TimeProvider.System);
        Assert.Equal(HttpStatusCode.Redirect, await WithAsync(again, kept));
    }

    [Fact]
    public async Task A_session_ends_after_its_absolute_life_however_busy_it_is_and_with_a_clock_that_was_ahead()
    {
        using var folder = new TemporaryFolder();
        var time = new ShiftedTime();
        await using var site = await OpenAsync(folder, time);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        using var client = Client(site, new());
        await SignInAsync(client);
        for (var busy = TimeSpan.Zero; busy < TimeSpan.FromHours(11.5); busy += TimeSpan.FromMinutes(25))
        {
            time.Shift += TimeSpan.FromMinutes(25);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account", Cancellation)).StatusCode);
        }

        time.Shift += TimeSpan.FromMinutes(25);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account", Cancellation)).StatusCode);

        using var ahead = Client(site, new());
        await SignInAsync(ahead);
        time.Shift -= TimeSpan.FromDays(30);
        Assert.Equal(HttpStatusCode.Redirect, (await ahead.GetAsync("/account", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task How_long_a_session_lives_is_a_setting()
    {
        using var folder = new TemporaryFolder();
        var time = new ShiftedTime();
        await using var site = await OpenAsync(folder, time, options => options.Web.SessionLife = TimeSpan.FromHours(1));
        await site.AddOperatorAsync("Ada", Roles.Admin);
        using var client = Client(site, new());
        await SignInAsync(client);
        time.Shift = TimeSpan.FromMinutes(29);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account", Cancellation)).StatusCode);
        time.Shift = TimeSpan.FromMinutes(61);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_is_remembered_for_seconds_is_forgotten_although_the_clock_falls_back()
    {
        using var folder = new TemporaryFolder();
        var time = new ShiftedTime();
        await using var site = await OpenAsync(folder, time);
        var cache = site.Services.GetRequiredService<IMemoryCache>();
        cache.Set("operator", 1, TimeSpan.FromSeconds(5));
        time.Shift = TimeSpan.FromDays(-400);
        Assert.Equal(1, cache.Get("operator"));
        time.Passed = TimeSpan.FromSeconds(6);
        Assert.Null(cache.Get("operator"));
    }

    [Fact]
    public async Task A_form_without_its_token_is_answered_400_wherever_it_goes()
    {
        using var folder = new TemporaryFolder();
        await using var site = await OpenAsync(folder, TimeProvider.System);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        using var client = Client(site, new());
        await SignInAsync(client);
        var routes = site.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !route.StartsWith("/api/", StringComparison.Ordinal) && !route.StartsWith("/scim/", StringComparison.Ordinal) && !route.StartsWith("/fault", StringComparison.Ordinal))
            .Select(route => route.Replace("{id:guid}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{Id:guid}", $"{Guid.NewGuid()}", StringComparison.Ordinal))
            .Where(route => !route.Contains('{', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        Assert.Contains("/sign-out", routes);
        foreach (var route in routes)
        {
            using var form = new MultipartFormDataContent { { new StringContent("add"), "_handler" }, { new StringContent("x"), "Form.Name" } };
            var status = (await client.PostAsync(route, form, Cancellation)).StatusCode;
            Assert.True(status is HttpStatusCode.BadRequest, $"{route} answers {(int)status}");
        }
    }

    [Fact]
    public async Task Wrong_passwords_of_strangers_do_not_keep_an_operator_who_is_signed_in_from_changing_theirs_and_their_own_do()
    {
        using var folder = new TemporaryFolder();
        await using var site = await OpenAsync(folder, TimeProvider.System);
        await site.AddOperatorAsync("Ada", Roles.Admin);
        using var client = Client(site, new());
        await SignInAsync(client);
        var throttle = (SignInThrottle)site.Services.GetService(typeof(SignInThrottle))!;
        var account = (await site.Kiosk.Population.Store.Operators.FindAsync("Ada", Cancellation))!;
        for (var i = 0; i < 5; i++)
            throttle.Fail(SignInThrottle.Key(account));
        Assert.Equal(HttpStatusCode.Redirect, await ChangeAsync(client, TestSite.Password));

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, await ChangeAsync(client, "not the password"));
        Assert.Equal(HttpStatusCode.OK, await ChangeAsync(client, TestSite.Password));
    }

    [Fact]
    public async Task A_restart_gives_whoever_guesses_no_new_set_of_guesses_and_forgets_nothing_of_the_right_operator()
    {
        using var folder = new TemporaryFolder();
        await using (var site = await OpenAsync(folder, TimeProvider.System))
        {
            await site.AddOperatorAsync("Ada", Roles.Admin);
            await site.AddOperatorAsync("Bea", Roles.Admin);
            for (var i = 0; i < 5; i++)
                Assert.Equal(SignInResult.Wrong, await TryAsync(site, "Ada", "not the password"));
            for (var i = 0; i < 4; i++)
                Assert.Equal(SignInResult.Wrong, await TryAsync(site, "Bea", "not the password"));
            Assert.Equal(SignInResult.Success, await TryAsync(site, "Bea", TestSite.Password));
            Assert.Equal(SignInResult.Wrong, await TryAsync(site, "Bea", "not the password"));
        }

        await using (var again = await OpenAsync(folder, TimeProvider.System))
        {
            Assert.Equal(SignInResult.Wait, await TryAsync(again, "Ada", TestSite.Password));
            Assert.Equal(SignInResult.Success, await TryAsync(again, "Bea", TestSite.Password));
        }

        await using var later = await OpenAsync(folder, new ShiftedTime { Shift = TimeSpan.FromMinutes(20) });
        Assert.Equal(SignInResult.Success, await TryAsync(later, "Ada", TestSite.Password));
    }

    [Fact]
    public async Task A_restore_ends_every_session_that_began_before_it_for_the_backup_does_not_know_who_signed_out()
    {
        using var folder = new TemporaryFolder();
        var cookies = new CookieContainer();
        var backup = Path.Combine(folder.Path, "backup.db");
        var store = new StoreOptions { Directory = Path.Combine(folder.Path, "store") };
        await using (var site = await OpenAsync(folder, TimeProvider.System))
        {
            await site.AddOperatorAsync("Ada", Roles.Admin);
            using var client = Client(site, cookies);
            await SignInAsync(client);
            await site.Kiosk.Population.Store.BackupAsync(backup, "t", cancellationToken: Cancellation);
        }

        await KioskStore.RestoreAsync(store, backup, "t", time: new ShiftedTime { Shift = TimeSpan.FromSeconds(1) }, cancellationToken: Cancellation);
        await using var again = await OpenAsync(folder, new ShiftedTime { Shift = TimeSpan.FromSeconds(2) });
        Assert.Equal(HttpStatusCode.Redirect, await WithAsync(again, cookies.GetCookieHeader(new(again.Address))));
        using var anew = Client(again, new());
        await SignInAsync(anew);
        Assert.Equal(HttpStatusCode.OK, (await anew.GetAsync("/account", Cancellation)).StatusCode);
    }

    private static Task<TestSite> OpenAsync(TemporaryFolder folder, TimeProvider time, Action<KioskOptions>? change = null) => TestSite.OpenAsync(
        change: options =>
        {
            options.Store = new() { Directory = Path.Combine(folder.Path, "store") };
            change?.Invoke(options);
        },
        time: time);

    private static async Task<SignInResult> TryAsync(TestSite site, string name, string password) =>
        (await ((SignIn)site.Services.GetService(typeof(SignIn))!).CheckAsync(name, password, null, Cancellation)).Result;

    private static HttpClient Client(TestSite site, CookieContainer cookies) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new(site.Address) };

    private static async Task SignInAsync(HttpClient client)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token(await client.GetStringAsync("/sign-in", Cancellation)),
            ["Form.Name"] = "Ada",
            ["Form.Password"] = TestSite.Password,
        });
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/sign-in", form, Cancellation)).StatusCode);
    }

    private static async Task<HttpStatusCode> ChangeAsync(HttpClient client, string present)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "password",
            ["__RequestVerificationToken"] = Token(await client.GetStringAsync("/account", Cancellation)),
            ["now"] = present,
            ["new"] = TestSite.Password,
            ["again"] = TestSite.Password,
        });
        return (await client.PostAsync("/account", form, Cancellation)).StatusCode;
    }

    private static async Task<HttpStatusCode> WithAsync(TestSite site, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return (await client.GetAsync("/account", Cancellation)).StatusCode;
    }

    private static string Token(string page) => page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0];
}
