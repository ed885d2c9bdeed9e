using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Lab.Tests.Evaluation;

/// <summary>A live person and two attacks that the texture network likes: one has an outline, the other keeps still.</summary>
public sealed class AblationTests
{
    private readonly IReadOnlyList<AblationRow> _rows = Ablation.Of(
        [(Track(outline: 0.95f, motion: 1), false), (Track(outline: 0, motion: 1), true), (Track(outline: 0.95f, motion: -1), true)],
        WatcherFixture.Calibration, new(), 3);

    [Fact]
    public void Every_cue_of_the_calibration_has_a_row_and_all_together_have_the_last() =>
        Assert.Equal([.. WatcherFixture.Calibration.Cues.Select(c => c.Cue.ToString()), Ablation.All], _rows.Select(r => r.Cue));

    [Fact]
    public void All_together_let_the_person_in_and_nobody_else()
    {
        Assert.Equal(new(1, 0, 0), _rows[^1].Alone);
        Assert.Null(_rows[^1].Without);
    }

    [Theory]
    [InlineData(Cue.Outline, 0.75, 1)]
    [InlineData(Cue.MicroMotion, 0.75, 1)]
    [InlineData(Cue.Texture, 0.5, 0)]
    public void Without_the_cue_that_stops_an_attack_it_is_live(Cue cue, double aucAlone, int liveWithout)
    {
        var row = Assert.Single(_rows, r => r.Cue == cue.ToString());

        Assert.Equal(aucAlone, row.Alone.Auc);
        Assert.Equal(liveWithout, row.Without!.Value.AttacksLive);
    }

    [Fact]
    public void What_is_seen_after_the_decisions_time_does_not_count() =>
        Assert.Equal(1, Ablation.Of([(Track(0.95f, 1), false)], WatcherFixture.Calibration, new(), 1.5)[^1].Alone.NotLive);

    private static TrackOutcome Track(float outline, float motion)
    {
        var track = new TrackOutcome { Track = 1, FirstBox = default, PictureWidth = 640 };
        CueReadings readings = default;
        readings[Cue.Texture] = new(8, 1);
        readings[Cue.Outline] = new(outline, 1);
        readings[Cue.MicroMotion] = new(motion, 1);
        for (var seconds = 0.0; seconds < 4; seconds += 0.1)
            track.Add(default, readings, default, TimeSpan.FromSeconds(seconds), seconds);
        return track;
    }
}
