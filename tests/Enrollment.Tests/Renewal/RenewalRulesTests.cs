using AccessKiosk.Enrollment.Renewal;

namespace AccessKiosk.Enrollment.Tests.Renewal;

public sealed class RenewalRulesTests
{
    private static readonly RenewalOptions On = new() { Enabled = true };

    [Fact]
    public void Renewal_is_off_unless_switched_on() => Assert.Equal(RenewalAnswer.Off, Refusal(new(), 0.9f));

    [Fact]
    public void A_sure_live_well_seen_match_passes() => Assert.Null(Refusal(On, 0.56f));

    [Theory]
    [InlineData(0.54f, 0.99f, false, 6, 0.8f, RenewalAnswer.NotSure)]
    [InlineData(float.NaN, 0.99f, false, 6, 0.8f, RenewalAnswer.NotSure)]
    [InlineData(0.9f, 0.94f, false, 16, 0.8f, RenewalAnswer.NotLive)]
    [InlineData(0.9f, float.NaN, false, 16, 0.8f, RenewalAnswer.NotLive)]
    [InlineData(0.9f, 0.99f, false, 9, 0.8f, RenewalAnswer.PoorView)]
    [InlineData(0.9f, 0.99f, false, 16, 0.3f, RenewalAnswer.PoorView)]
    [InlineData(0.9f, 0.99f, false, 16, float.NaN, RenewalAnswer.PoorView)]
    public void What_is_doubtful_is_refused_with_its_reason(float score, float liveness, bool challenge, int frames, float quality, RenewalAnswer reason) =>
        Assert.Equal(reason, RenewalRules.Refusal(On, score, 0.5f, liveness, challenge, frames, quality));

    [Fact]
    public void A_challenge_passed_stands_for_liveness() => Assert.Null(RenewalRules.Refusal(On, 0.9f, 0.5f, 0.6f, challengePassed: true, 16, 0.8f));

    private static RenewalAnswer? Refusal(RenewalOptions options, float score) => RenewalRules.Refusal(options, score, 0.5f, 0.99f, false, 16, 0.8f);
}
