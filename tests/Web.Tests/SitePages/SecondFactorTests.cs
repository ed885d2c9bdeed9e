using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.SecondFactor;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class SecondFactorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _secret = Totp.NewSecret();

    private string StoreFolder => Path.Combine(_folder.Path, "store");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_factor_survives_the_loss_of_the_keys_of_the_pages()
    {
        await using (var site = await OpenAsync())
            await AddAsync(site, site.Services.GetRequiredService<TotpSecrets>().Seal(_secret));
        Directory.Delete(Path.Combine(StoreFolder, "web-keys"), recursive: true);
        await using var restored = await OpenAsync();

        Assert.Equal(SignInResult.Success, await SignInAsync(restored));
    }

    [Fact]
    public async Task A_second_factor_that_the_keys_of_the_pages_sealed_works_until_they_are_lost_and_is_a_wrong_code_then()
    {
        await using (var site = await OpenAsync())
        {
            await AddAsync(site, Convert.ToBase64String(site.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("operators.totp").Protect(_secret)));
            Assert.Equal(SignInResult.Success, await SignInAsync(site));
        }

        Directory.Delete(Path.Combine(StoreFolder, "web-keys"), recursive: true);
        await using var restored = await OpenAsync();

        for (var attempt = 1; attempt <= 5; attempt++)
            Assert.Equal(SignInResult.Wrong, await SignInAsync(restored));
        Assert.Equal(SignInResult.Wait, await SignInAsync(restored));
        var failures = await restored.Kiosk.Population.Store.Audit.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(5, failures.Count(entry => entry is { Action: "operator.sign-in-failed", Actor: "Ada" }));
    }

    [Fact]
    public async Task A_code_that_was_used_does_not_work_again_after_a_restart_and_the_next_one_does()
    {
        var time = new ShiftedTime();
        await using (var site = await OpenAsync(time))
        {
            await AddAsync(site, site.Services.GetRequiredService<TotpSecrets>().Seal(_secret));
            Assert.Equal(SignInResult.Success, await SignInAsync(site, time));
        }

        await using var again = await OpenAsync(time);
        Assert.Equal(SignInResult.Wrong, await SignInAsync(again, time));
        time.Shift = TimeSpan.FromMinutes(1);
        Assert.Equal(SignInResult.Success, await SignInAsync(again, time));
    }

    [Fact]
    public async Task A_code_that_was_taken_while_the_clock_was_ahead_keeps_nobody_out_and_no_code_works_twice()
    {
        var time = new ShiftedTime();
        await using var site = await OpenAsync(time);
        await AddAsync(site, site.Services.GetRequiredService<TotpSecrets>().Seal(_secret));
        time.Shift = TimeSpan.FromDays(400);
        Assert.Equal(SignInResult.Success, await SignInAsync(site, time));

        time.Shift = default;
        Assert.Equal(SignInResult.Success, await SignInAsync(site, time));
        Assert.Equal(SignInResult.Wrong, await SignInAsync(site, time));
    }

    public void Dispose() => _folder.Dispose();

    private Task<TestSite> OpenAsync(TimeProvider? time = null) => TestSite.OpenAsync(change: options => options.Store = new() { Directory = StoreFolder }, time: time);

    private static Task<OperatorAccount> AddAsync(TestSite site, string totp) =>
        site.Kiosk.Population.Store.Operators.AddAsync("Ada", Roles.Admin, new Passwords().Create(TestSite.Password, totp).Format(), "test", Cancellation);

    private async Task<SignInResult> SignInAsync(TestSite site, TimeProvider? time = null)
    {
        var code = new OtpNet.Totp(_secret).ComputeTotp((time ?? TimeProvider.System).GetUtcNow().UtcDateTime);
        return (await site.Services.GetRequiredService<SignIn>().CheckAsync("Ada", TestSite.Password, code, Cancellation)).Result;
    }
}
