using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Storage;

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

    [Fact]
    public void How_sure_live_and_well_seen_a_match_must_be_is_set()
    {
        Assert.Null(Refusal(new() { Enabled = true, Margin = 0.3f }, 0.81f));
        Assert.Equal(RenewalAnswer.NotSure, Refusal(new() { Enabled = true, Margin = 0.3f }, 0.79f));
        Assert.Equal(RenewalAnswer.NotLive, Refusal(new() { Enabled = true, MinLiveness = 0.995f }, 0.9f));
        Assert.Equal(RenewalAnswer.PoorView, Refusal(new() { Enabled = true, MinFrames = 17 }, 0.9f));
        Assert.Equal(RenewalAnswer.PoorView, Refusal(new() { Enabled = true, MinQuality = 0.81f }, 0.9f));
    }

    [Fact]
    public void How_old_a_reference_must_be_and_how_many_are_proposed_a_month_is_set()
    {
        var now = DateTimeOffset.UnixEpoch.AddDays(100);
        var candidate = new RenewalCandidate
        {
            Person = PersonId.New(), Embedding = default, ModelHash = "", CapturedAt = now, ChallengePassed = false,
            Score = 0.9f, Threshold = 0.5f, StrictThreshold = 0.6f, Liveness = 0.99f, Frames = 16, Quality = 0.8f,
        };
        RenewalAnswer? Answer(RenewalOptions options, int days, int lately) =>
            RenewalRules.Refusal(options, candidate, new(Consented: true, HasEnrollment: true, now.AddDays(-days), Waiting: false, lately, 0.7f), now);

        Assert.Null(Answer(new() { Enabled = true, MinDaysSinceCapture = 10 }, days: 11, lately: 0));
        Assert.Equal(RenewalAnswer.TooSoon, Answer(new() { Enabled = true, MinDaysSinceCapture = 10 }, days: 9, lately: 0));
        Assert.Null(Answer(new() { Enabled = true, MaxPerMonth = 3 }, days: 99, lately: 2));
        Assert.Equal(RenewalAnswer.Enough, Answer(new() { Enabled = true, MaxPerMonth = 3 }, days: 99, lately: 3));
    }

    private static RenewalAnswer? Refusal(RenewalOptions options, float score) => RenewalRules.Refusal(options, score, 0.5f, 0.99f, false, 16, 0.8f);
}
