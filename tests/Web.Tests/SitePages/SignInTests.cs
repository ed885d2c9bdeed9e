using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class SignInTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private TestSite Site => fixture.Site;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_way_to_write_a_name_is_no_way_around_the_back_off()
    {
        await Site.AddOperatorAsync("Dag", Roles.Viewer);
        await FailAsync("Dag", "dag", "ᴰag", "Ｄag", "𝐃ag");

        Assert.Equal(SignInResult.Wait, await SignInAsync("Ｄag", "not the password"));
        Assert.Equal(SignInResult.Wait, await SignInAsync("𝐃𝐚𝐠", TestSite.Password));
    }

    [Fact]
    public async Task A_name_that_nobody_has_waits_however_it_is_written()
    {
        await FailAsync("Nobody", "nobody", "ᴺobody", "Ｎobody", "𝐍obody");

        Assert.Equal(SignInResult.Wait, await SignInAsync("𝐍𝐨body", "not the password"));
    }

    [Fact]
    public async Task Names_too_long_for_anybody_wait_together_and_none_is_remembered()
    {
        var names = Enumerable.Range(0, 6).Select(number => new string((char)('a' + number), 1 << 20)).ToArray();
        await FailAsync(names[..5]);

        Assert.Equal(SignInResult.Wait, await SignInAsync(names[5], "not the password"));
    }

    private async Task FailAsync(params string[] names)
    {
        foreach (var name in names)
            Assert.Equal(SignInResult.Wrong, await SignInAsync(name, "not the password"));
    }

    private async Task<SignInResult> SignInAsync(string name, string password) =>
        (await Site.Services.GetRequiredService<SignIn>().CheckAsync(name, password, null, Cancellation)).Result;
}
