using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Liveness.Tests.Fusion;

public sealed class EvidenceFusionTests
{
    private readonly EvidenceFusion _fusion = new(Shipped.Calibration);

    [FsCheck.Xunit.Property]
    public bool More_evidence_of_life_never_lowers_the_odds(byte cue, float evidence, float more)
    {
        if (!float.IsFinite(evidence) || !float.IsFinite(more))
            return true;
        var which = (Cue)(cue % CueReadings.Count);
        CueReadings low = default, high = default;
        low[which] = new(evidence, 1);
        high[which] = new(evidence + MathF.Abs(more), 1);
        return _fusion.LogOdds(high) >= _fusion.LogOdds(low);
    }

    [Fact]
    public void Nothing_seen_is_not_live() => Assert.False(_fusion.IsLive(_fusion.LogOdds(default), default));

    [Fact]
    public void Texture_alone_can_neither_grant_nor_alarm()
    {
        CueReadings live = default, attack = default;
        live[Cue.Texture] = new(8, 1);
        attack[Cue.Texture] = new(-8, 1);

        Assert.False(_fusion.IsLive(_fusion.LogOdds(live), live));
        Assert.False(_fusion.IsAttack(_fusion.LogOdds(attack), attack));
    }

    [Fact]
    public void A_screen_that_moves_and_blinks_is_not_live_while_its_texture_is_that_of_a_screen()
    {
        var readings = Perfect();
        readings[Cue.Texture] = new(-1, 1);

        Assert.False(_fusion.IsLive(_fusion.LogOdds(readings), readings));
    }

    [Theory]
    [InlineData(Cue.Outline, 0)]
    [InlineData(Cue.Surround, -1)]
    [InlineData(Cue.Planarity, 0.1f)]
    [InlineData(Cue.MicroMotion, -1)]
    public void A_strong_physical_cue_cannot_be_outvoted(Cue cue, float evidence)
    {
        var readings = Perfect();
        Assert.False(_fusion.IsVetoed(readings));
        readings[cue] = new(evidence, 1);

        Assert.True(_fusion.IsVetoed(readings));
    }

    private static CueReadings Perfect()
    {
        CueReadings readings = default;
        readings[Cue.Texture] = new(8, 1);
        readings[Cue.Outline] = new(1, 1);
        readings[Cue.Surround] = new(1, 1);
        readings[Cue.Planarity] = new(0.9f, 1);
        readings[Cue.MicroMotion] = new(1.5f, 1);
        readings[Cue.Blink] = new(1, 1);
        return readings;
    }
}
