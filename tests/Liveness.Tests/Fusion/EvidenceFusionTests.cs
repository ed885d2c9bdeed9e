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

    [Theory]
    // In the first second of motion flow's own noise looks like motion: more is asked of it.
    [InlineData(0.1f, 0.6f, true)]
    [InlineData(0.25f, 0.6f, false)]
    [InlineData(0.1f, 1, false)]
    [InlineData(0.01f, 1, false)]
    [InlineData(-0.01f, 1, true)]
    [InlineData(-0.15f, 0.4f, false)]
    public void Stillness_forbids_sooner_in_the_first_second(float evidence, float confidence, bool forbids)
    {
        var readings = Perfect();
        readings[Cue.MicroMotion] = new(evidence, confidence);

        Assert.Equal(forbids, _fusion.IsVetoed(readings));
        Assert.Equal(forbids ? Cue.MicroMotion : null, _fusion.Veto(readings));
    }

    [Theory]
    [InlineData(0.38f, 0.25f, true)]
    [InlineData(0.42f, 0.25f, false)]
    [InlineData(0.38f, 0.15f, false)]
    public void A_plane_forbids_from_a_fifth_of_its_confidence_on(float evidence, float confidence, bool forbids)
    {
        var readings = Perfect();
        readings[Cue.Planarity] = new(evidence, confidence);

        Assert.Equal(forbids, _fusion.IsVetoed(readings));
    }

    [Fact]
    public void The_cue_that_speaks_most_against_is_named()
    {
        var readings = Perfect();
        Assert.Null(_fusion.Worst(readings));
        readings[Cue.Outline] = new(0.45f, 1);
        readings[Cue.Texture] = new(-1, 1);

        Assert.Equal(Cue.Texture, _fusion.Worst(readings));
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
