using System.Net;
using AccessKiosk.Web.Screen.Displays;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.Screen;

public sealed class PairedDisplayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_display_elsewhere_shows_a_code_that_staff_confirm_once_and_its_credential_is_for_one_camera_until_it_is_revoked()
    {
        await using var site = await TestSite.OpenAsync(change: options => options.Web.ScreenFromAnywhere = true);
        var displays = site.Services.GetRequiredService<PairedDisplays>();
        var browser = new Browser("192.0.2.7");

        Assert.False(await displays.MayShowAsync(browser.Ask(), "main", Cancellation));
        var code = browser.Pair(displays);
        Assert.Equal(8, code!.Length);
        Assert.Equal(code, browser.Pair(displays));
        Assert.Null(await displays.ConfirmAsync("WRONGONE", "lobby", "Rita", Cancellation));
        Assert.Equal("main", await displays.ConfirmAsync($"{code[..4].ToLowerInvariant()} {code[4..]}", "lobby", "Rita", Cancellation));
        Assert.Equal("", browser.Pair(displays));

        Assert.True(await displays.MayShowAsync(browser.Ask(), "main", Cancellation));
        Assert.False(await displays.MayShowAsync(browser.Ask(), "back", Cancellation));
        Assert.Null(await displays.ConfirmAsync(code, "again", "Rita", Cancellation));
        var display = Assert.Single(await displays.ListAsync(Cancellation));
        Assert.Equal(("Display lobby", "main", "Rita"), (display.Name, ApiScopes.CameraOf(display.Scopes), display.CreatedBy));

        // Nothing of the API is open to it.
        using var client = new HttpClient { BaseAddress = new(site.Address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", browser.Cookies["accesskiosk-display"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/doors", Cancellation)).StatusCode);

        await site.Kiosk.Population.Store.ApiKeys.RevokeAsync(display.Id, "Rita", Cancellation);
        Assert.False(await displays.MayShowAsync(browser.Ask(), "main", Cancellation));
    }

    [Fact]
    public void Codes_are_few_for_one_host_and_all_end_with_time_and_with_many_wrong_ones()
    {
        var time = new Clock();
        var codes = new PairingCodes(time);
        for (var i = 0; i < 4; i++)
            Assert.NotNull(codes.Begin("main", "192.0.2.7/32", "192.0.2.0/24"));
        Assert.Null(codes.Begin("main", "192.0.2.7/32", "192.0.2.0/24"));
        var other = codes.Begin("main", "192.0.2.8/32", "192.0.2.0/24")!;
        Assert.Equal(other, codes.Waiting(other.Code));

        for (var i = 0; i < 20; i++)
            Assert.Null(codes.Waiting("22222222"));
        Assert.Null(codes.Waiting(other.Code));

        var late = codes.Begin("main", "192.0.2.8/32", "192.0.2.0/24")!;
        time.Passed = PairingCodes.Validity + TimeSpan.FromSeconds(1);
        Assert.Null(codes.Waiting(late.Code));
    }

    [Theory]
    [InlineData("192.0.2.0/24")]
    [InlineData("198.51.100.0/24")]
    public void However_many_hosts_ask_for_codes_a_display_elsewhere_gets_one_and_so_does_the_next(string network)
    {
        var codes = new PairingCodes(new Clock());
        var flood = Enumerable.Range(0, PairingCodes.Most).Select(i => codes.Begin("main", $"host {i / PairingCodes.MostOfOneHost}", "192.0.2.0/24")).ToList();
        Assert.DoesNotContain(null, flood);
        codes.Give(flood[0]!.Id, "secret");

        var display = codes.Begin("main", "display", network)!;
        var next = codes.Begin("main", "next display", network)!;
        // More of those who ask most change nothing.
        for (var i = 0; i < 50; i++)
            codes.Begin("main", $"host {i % 7}", "192.0.2.0/24");

        Assert.Equal(display, codes.Waiting(display.Code));
        Assert.Equal(next, codes.Waiting(next.Code));
        Assert.Equal("secret", codes.Take(flood[0]!.Id));
        Assert.Null(codes.Find(flood[PairingCodes.MostOfOneHost]!.Id, "main"));
    }

    [Fact]
    public void As_many_hosts_as_codes_are_kept_lose_the_oldest_code_and_keep_no_display_out()
    {
        var codes = new PairingCodes(new Clock());
        var flood = Enumerable.Range(0, PairingCodes.Most).Select(i => codes.Begin("main", $"host {i}", "192.0.2.0/24")!).ToList();

        Assert.NotNull(codes.Begin("main", "display", "192.0.2.0/24"));
        Assert.Null(codes.Waiting(flood[0].Code));
        Assert.NotNull(codes.Waiting(flood[1].Code));
        Assert.Null(codes.Begin("main", "host 1", "192.0.2.0/24"));
    }

    [Fact]
    public void The_display_of_this_machine_has_places_that_no_other_can_take()
    {
        var screens = new OpenScreens();
        var displays = Enumerable.Range(0, OpenScreens.MostRemote).Select(_ => Guid.NewGuid()).ToList();
        var open = displays.ConvertAll(display => screens.TryOpen(display)!);
        Assert.DoesNotContain(null, open);
        Assert.Null(screens.TryOpen(Guid.NewGuid()));

        Assert.All(Enumerable.Range(0, OpenScreens.MostLocal).Select(_ => screens.TryOpen(null)).ToList(), Assert.NotNull);
        Assert.Null(screens.TryOpen(null));

        open[0].Dispose();
        open[0].Dispose();
        open[1].Dispose();
        using var first = screens.TryOpen(displays[2]);
        Assert.NotNull(first);
        Assert.Null(screens.TryOpen(displays[2]));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }

    // A browser on another machine: what its cookies hold.
    private sealed class Browser(string from)
    {
        public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

        public DefaultHttpContext Ask()
        {
            var context = new DefaultHttpContext();
            context.Connection.RemoteIpAddress = IPAddress.Parse(from);
            context.Connection.LocalIpAddress = IPAddress.Parse("192.0.2.1");
            context.Request.Headers.Cookie = string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
            return context;
        }

        public string? Pair(PairedDisplays displays)
        {
            var context = Ask();
            var code = displays.Pair(context, "main");
            foreach (var set in context.Response.Headers.SetCookie)
            {
                var (name, value) = (set!.Split('=')[0], set.Split('=')[1].Split(';')[0]);
                if (value.Length == 0)
                {
                    Cookies.Remove(name);
                    continue;
                }

                Cookies[name] = value;
                Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
            }

            return code;
        }
    }
}
