using System.Text.Json;
using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Lab.Tests.Evaluation;

public sealed class EvaluationTests(WatcherFixture watcher) : IClassFixture<WatcherFixture>
{
    [Theory]
    [InlineData("label\nattack", "file and label")]
    [InlineData("file,label\na.mp4,fake", "line 2")]
    [InlineData("file,label,face\na.mp4,attack,middle", "line 2")]
    [InlineData("file,label\n", "no clips")]
    [InlineData("file,label\n\"a.mp4,attack", "line 2: quotes")]
    public void A_faulty_manifest_says_where(string text, string where)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        Assert.Contains(where, Assert.Throws<FormatException>(() => PadManifest.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_cells_may_hold_commas()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "\"file\",\"label\",\"subject\"\n\"a, b.mp4\",bona_fide,s01\n");

        var clip = Assert.Single(PadManifest.Read(path));
        Assert.Equal(("a, b.mp4", "s01"), (clip.File, clip.Subject));
    }

    [Theory]
    // x, side and seconds of each face; the one that is chosen, -1 for none.
    [InlineData(ClipFace.Right, -1, new double[] { 100, 80, 5 })]
    [InlineData(ClipFace.Left, 0, new double[] { 100, 80, 5 })]
    [InlineData(ClipFace.Right, 0, new double[] { 310, 80, 5 })]
    [InlineData(ClipFace.Right, 1, new double[] { 100, 80, 5, 250, 80, 5 })]
    [InlineData(ClipFace.Left, 0, new double[] { 350, 80, 5, 500, 80, 5 })]
    [InlineData(ClipFace.Largest, 0, new double[] { 300, 80, 5, 300, 136, 0.6 })]
    [InlineData(ClipFace.Largest, 1, new double[] { 300, 80, 5, 300, 136, 4 })]
    [InlineData(ClipFace.Largest, 1, new double[] { 300, 200, 0.1, 300, 80, 1 })]
    public void A_row_is_about_the_face_on_its_side_or_the_one_that_fills_the_picture_for_longest(ClipFace face, int chosen, double[] faces)
    {
        var tracks = faces.Chunk(3).Select((f, i) => Track(i, f[0], f[1], f[2])).ToArray();

        Assert.Equal(chosen < 0 ? null : tracks[chosen], ClipWatcher.Choose(tracks, face));
    }

    [Fact]
    public void The_report_has_the_agreed_shape()
    {
        var clips = new[]
        {
            new ClipReport("a.mp4", "attack", "replay", "attack", 1.2, 0.01, false, [new([1, 2, 3, 4], 5, "attack", false)]),
            new ClipReport("b.mp4", "bona_fide", "", "undecided", 5, 0.5, false, []),
        };
        var json = JsonDocument.Parse(LivenessReport.Of(clips, null).ToJson()).RootElement;

        Assert.Equal(0, json.GetProperty("apcer").GetProperty("replay").GetProperty("errors").GetInt32());
        Assert.Equal(1, json.GetProperty("bpcer").GetProperty("errors").GetInt32());
        Assert.Equal(1, json.GetProperty("undecided").GetInt32());
        Assert.Equal(1.2, json.GetProperty("secondsToVerdict").GetProperty("median").GetDouble());
        Assert.Equal("replay", json.GetProperty("clips")[0].GetProperty("species").GetString());
        Assert.Equal(4, json.GetProperty("clips")[0].GetProperty("tracks")[0].GetProperty("firstBox").GetArrayLength());
    }

    [Fact]
    public void Live_people_are_counted_by_second_by_folder_and_by_what_kept_them_waiting()
    {
        ClipReport Person(string group, double seconds, string verdict = "live", string? delay = null) =>
            new("a.mp4", "bona_fide", "", verdict, seconds, 1, verdict == "live", [new([], 5, verdict, verdict == "live")]) { Group = group, DelayedBy = delay };
        ClipReport[] clips =
        [
            Person("near", 0.9), Person("near", 1.9, delay: "motion not watched"), Person("near", 2.5, delay: "motion not watched") with { AskedAt = 1.75, Actions = 2 },
            Person("far", 5, "undecided"), new("b.mp4", "attack", "replay", "attack", 0.5, 0, false, []),
        ];
        var report = LivenessReport.Of(clips, null);

        var all = report.Promptness[0];
        Assert.Equal((1, 2, 3, 3, 4), (all.Within1.Count, all.Within2.Count, all.Within3.Count, all.Ever.Count, all.Ever.Trials));
        Assert.Equal(1.9, all.MedianSeconds);
        Assert.Equal((1, 1), (all.Asked.Count, all.Actions[2]));
        Assert.Equal(new DelayReport("motion not watched", 2, 1, 0, 0), Assert.Single(all.Delays));
        Assert.Equal(["all", "near", "far"], report.Promptness.Select(p => p.Group));
        Assert.True(all.Within3 is { Lower95: > 0.19 and < 0.2, Upper95: > 0.99 }, $"{all.Within3}");
    }

    [Fact]
    public void Stills_are_counted_by_data_set_and_what_shows_no_face_apart()
    {
        Still[] stills = [new("m", "a", false, 3), new("m", "a", true, -2), new("m", "b", true, 2), new("m", "b", false, null)];
        var report = StillsReport.Of(stills, 1);

        Assert.Equal((1, 1, 1, 1.0), (report[0].NotFound, report[0].Live.Count, report[0].Attack.Count, report[0].Auc));
        Assert.Equal(1.0, report[1].Auc);
        Assert.Null(report[2].Auc);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void No_attack_of_the_evaluation_data_would_grant_and_nine_of_ten_people_are_live_in_three_seconds()
    {
        var manifest = Recordings.SharedData("pad/manifest.csv");
        Assert.SkipWhen(manifest is null, "The evaluation data (shared/data/pad) are not on this machine.");
        var clips = PadManifest.Read(manifest);
        var outcomes = clips.Select(c => (Clip: c, Track: watcher.Watch(c.Path, 4, c.Face))).ToArray();

        Assert.DoesNotContain(outcomes, o => o.Clip.IsAttack && o.Track.WouldGrant);
        Assert.DoesNotContain(outcomes, o => !o.Clip.IsAttack && o.Track.Verdict is LivenessVerdict.Attack);
        var live = outcomes.Where(o => !o.Clip.IsAttack).ToArray();
        var late = live.Where(o => o.Track is not { Verdict: LivenessVerdict.Live, Seconds: <= 3 }).Select(o => $"{o.Clip.File} {o.Track.Verdict} {o.Track.Seconds:0.00} {o.Track.Score:0.000}").ToArray();
        Assert.True(live.Length - late.Length >= live.Length * 0.9, string.Join(", ", late));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Half_the_frames_let_no_attack_in_and_leave_seven_of_ten_people_live()
    {
        var manifest = Recordings.SharedData("pad/manifest.csv");
        Assert.SkipWhen(manifest is null, "The evaluation data (shared/data/pad) are not on this machine.");
        var outcomes = PadManifest.Read(manifest).Select(c => (Clip: c, Track: watcher.Watch(c.Path, 4, c.Face, every: 2))).ToArray();

        Assert.DoesNotContain(outcomes, o => o.Clip.IsAttack && o.Track.WouldGrant);
        var live = outcomes.Where(o => !o.Clip.IsAttack).ToArray();
        var late = live.Where(o => o.Track is not { Verdict: LivenessVerdict.Live, Seconds: <= 3 }).Select(o => $"{o.Clip.File} {o.Track.Verdict} {o.Track.Seconds:0.00} {o.Track.Score:0.000}").ToArray();
        Assert.True(live.Length - late.Length >= live.Length * 0.7, string.Join(", ", late));
    }

    private static TrackOutcome Track(long number, double x, double side, double seconds)
    {
        var track = new TrackOutcome { Track = number, FirstBox = default, PictureWidth = 640 };
        var reading = new FaceReading(new((float)(x - side / 2), 100, (float)side, (float)side), 1, default, default);
        track.Add(new(LookResult.Observed, reading, QualityFaults.TurnedAway, HasMesh: false, default), default, default, default, seconds);
        return track;
    }
}
