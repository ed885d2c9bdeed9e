using AccessKiosk.Web.Operators.SecondFactor;

namespace AccessKiosk.Web.Tests.SitePages;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the last six of the eight digits at 1,111,111,109 s.
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_111_111_109);

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    [InlineData(30)]
    public void A_code_is_right_in_its_step_and_in_the_two_beside_it(int seconds) =>
        Assert.Equal(1_111_111_109 / 30, Totp.Step(Secret, "081804", At.AddSeconds(seconds)));

    [Theory]
    [InlineData("081804", 60)]
    [InlineData("081804", -60)]
    [InlineData("081805", 0)]
    [InlineData("07081804", 0)]
    [InlineData("08180", 0)]
    [InlineData("", 0)]
    [InlineData("abcdef", 0)]
    public void Another_code_or_time_is_wrong(string code, int seconds) => Assert.Null(Totp.Step(Secret, code, At.AddSeconds(seconds)));

    [Fact]
    public void An_app_gets_the_secret_with_the_name_and_the_issuer()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Text(Secret));
        Assert.StartsWith("otpauth://totp/AccessKiosk:Ada%20L?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=AccessKiosk", Totp.Address(Secret, "Ada L"), StringComparison.Ordinal);
    }
}
