using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Lab.Tests.Evaluation;

public sealed class LivenessFitterTests
{
    [Fact]
    public void A_cue_that_misleads_loses_its_weight_but_never_turns()
    {
        var fit = LivenessFitter.Fit(Data(texture: -4), WatcherFixture.Calibration, "test", strength: 0.1);

        Assert.All(fit.Cues, c => Assert.True(c.Weight >= 0));
        Assert.True(Weight(fit, Cue.Texture) < Weight(WatcherFixture.Calibration, Cue.Texture) / 2);
    }

    [Fact]
    public void What_was_left_out_is_counted_with_bounds()
    {
        var fit = LivenessFitter.Fit(Data(texture: 4), WatcherFixture.Calibration, "test").Fit!;

        Assert.Equal((20, 20), (fit.LiveTracks, fit.AttackTracks));
        Assert.Equal(0, fit.Apcer);
        Assert.InRange(fit.ApcerUpper95, 0.13, 0.14);
    }

    [Fact]
    public void Motion_alone_stays_as_far_from_live_as_it_was()
    {
        var fit = LivenessFitter.Fit(Data(texture: 0), WatcherFixture.Calibration, "test", strength: 0.1);
        static float Gap(LivenessCalibration c) => c.LiveAbove - c.Bias - c.Cues.Where(x => x.Cue is not Cue.Texture).Sum(x => x.Weight * x.Credit);

        Assert.True(Gap(fit) >= Gap(WatcherFixture.Calibration) - 1e-4f);
    }

    [Fact]
    public void One_kind_alone_cannot_be_fitted() =>
        Assert.Throws<ArgumentException>(() => LivenessFitter.Fit([.. Data(4).Where(d => d.IsAttack)], WatcherFixture.Calibration, "test"));

    private static float Weight(LivenessCalibration calibration, Cue cue) => calibration.Cues.Single(c => c.Cue == cue).Weight;

    private static LabelledReadings[] Data(float texture) => [.. Enumerable.Range(0, 40).Select(i =>
    {
        var attack = i % 2 == 0;
        CueReadings readings = default;
        readings[Cue.Texture] = new(1 + (attack ? -texture : texture), 1);
        readings[Cue.Outline] = new(attack ? 0.1f : 0.95f, 1);
        readings[Cue.MicroMotion] = new(0.5f, 1);
        return new LabelledReadings(readings, attack, $"s{i / 4}", $"c{i % 5}", $"t{i}");
    })];
}
