using System.Net;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.SitePages;

/// <summary>What strangers' attempts to sign in do to others.</summary>
public sealed class AttemptsTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_passwords_of_strangers_do_not_keep_an_operator_out_who_has_signed_in_from_the_device_before()
    {
        await Site.AddOperatorAsync("Sigrid", Roles.Admin);
        var devices = Site.Services.GetRequiredService<KnownDevices>();
        var account = (await Site.Kiosk.Population.Store.Operators.FindAsync("Sigrid", Cancellation))!;
        var response = new DefaultHttpContext();
        devices.Remember(response, account);
        var cookie = response.Response.Headers.SetCookie.ToString().Split(';')[0];
        var known = new DefaultHttpContext();
        known.Request.Headers.Cookie = cookie;
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInResult.Wrong, await SignInAsync("not the password", null));
        Assert.Equal(SignInResult.Wait, await SignInAsync(TestSite.Password, null));

        Assert.Equal(SignInResult.Success, await SignInAsync(TestSite.Password, known));

        // The device's own guesses count, and its cookie is for one operator.
        for (var i = 0; i < 5; i++)
            Assert.Equal(SignInResult.Wrong, await SignInAsync("not the password", known));
        Assert.Equal(SignInResult.Wait, await SignInAsync(TestSite.Password, known));
        Assert.Null(devices.Find(known, account with { Id = Guid.NewGuid() }));
        known.Request.Headers.Cookie = cookie + "x";
        Assert.Null(devices.Find(known, account));
    }

    [Fact]
    public async Task However_an_operator_signs_in_an_invitation_among_them_the_device_is_known_from_then_on()
    {
        await Site.AddOperatorAsync("Iris", Roles.Admin);
        var account = (await Site.Kiosk.Population.Store.Operators.FindAsync("Iris", Cancellation))!;
        var welcome = new DefaultHttpContext { RequestServices = Site.Services };
        await OperatorSession.BeginAsync(welcome, account, OperatorCredential.Parse(account.Credential)!);
        var next = new DefaultHttpContext();
        next.Request.Headers.Cookie = welcome.Response.Headers.SetCookie.Single(set => set!.StartsWith("accesskiosk-device-", StringComparison.Ordinal))!.Split(';')[0];

        Assert.NotNull(Site.Services.GetRequiredService<KnownDevices>().Find(next, account));
    }

    [Fact]
    public async Task Guesses_that_are_sent_all_at_once_are_no_more_than_one_after_the_other()
    {
        await Site.AddOperatorAsync("Paul", Roles.Admin);
        var signIn = Site.Services.GetRequiredService<SignIn>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => signIn.CheckAsync("Paul", $"guess {i}", null, Cancellation)));
        Assert.InRange(answers.Count(answer => answer.Result is SignInResult.Wrong), 1, 5);
    }

    [Fact]
    public async Task The_seal_of_a_device_is_opened_once_in_a_request()
    {
        await Site.AddOperatorAsync("Olga", Roles.Admin);
        var account = (await Site.Kiosk.Population.Store.Operators.FindAsync("Olga", Cancellation))!;
        var counting = new CountingProtection();
        var devices = new KnownDevices(counting, TimeProvider.System);
        var first = new DefaultHttpContext();
        devices.Remember(first, account);
        var request = new DefaultHttpContext();
        request.Request.Headers.Cookie = first.Response.Headers.SetCookie.ToString().Split(';')[0];

        Assert.NotNull(devices.Find(request));
        Assert.NotNull(devices.Find(request));
        Assert.NotNull(devices.Find(request, account));
        devices.Remember(request, account);

        Assert.Equal(1, counting.Opened);
    }

    [Fact]
    public async Task A_flood_of_failures_writes_few_rows_and_their_number()
    {
        var store = Site.Kiosk.Population.Store;
        await using (var audit = new SignInAudit(store, TimeProvider.System))
            for (var i = 0; i < 200; i++)
                await audit.FailedAsync("flood", null, Cancellation);
        var rows = await store.Audit.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(SignInAudit.Each, rows.Count(row => row.Actor == "flood"));
        Assert.Contains(rows, row => row.Action == "operator.sign-in-failures" && row.Details!.Contains($"{200 - SignInAudit.Each}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7/32", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7/32", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48")]
    public void Addresses_that_one_host_has_count_as_one(string address, string host, string site) =>
        Assert.Equal((host, site), (SourceNetwork.Host(IPAddress.Parse(address)), SourceNetwork.Site(IPAddress.Parse(address))));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("Kiosk.example.org.", true)]
    [InlineData("door.kiosk.example.net", true)]
    [InlineData("xn--tr-xka.example", true)]
    [InlineData("XN--TR-XKA.EXAMPLE.", true)]
    [InlineData("gate.example", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    public void The_kiosk_answers_to_its_own_names_and_to_addresses_alone(string host, bool isKnown) =>
        Assert.Equal(isKnown, new HostNames(new() { HostNames = "kiosk.example.org, *.kiosk.example.net,Tür.example, gate.example." }, TimeProvider.System).Knows(host));

    [Fact]
    public async Task A_page_whose_name_was_led_here_gets_nothing()
    {
        using var client = new HttpClient { BaseAddress = new(Site.Address) };
        foreach (var path in new[] { "/", "/sign-in", "/screen/main/socket", "/api/v1/doors", "/health/live", "/css/site.css" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "evil.example" } };
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.Equal((path, HttpStatusCode.MisdirectedRequest), (path, answer.StatusCode));
        }
    }

    private async Task<SignInResult> SignInAsync(string password, HttpContext? from)
    {
        var devices = Site.Services.GetRequiredService<KnownDevices>();
        var answer = await Site.Services.GetRequiredService<SignIn>().CheckAsync("Sigrid", password, null, Cancellation, account => from is null ? null : devices.Find(from, account));
        return answer.Result;
    }

    private sealed class CountingProtection : IDataProtectionProvider, IDataProtector
    {
        private readonly IDataProtector _real = new EphemeralDataProtectionProvider().CreateProtector("test");

        public int Opened { get; private set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => _real.Protect(plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            Opened++;
            return _real.Unprotect(protectedData);
        }
    }
}
