using System.Text.Json;
using AccessKiosk.Liveness.Evaluation;

namespace AccessKiosk.Liveness.Tests.Evaluation;

public sealed class EvaluationTests(Kiosk kiosk) : IClassFixture<Kiosk>
{
    [Theory]
    [InlineData(0, 4, 0, 0.5271)]
    [InlineData(0, 300, 0, 0.00994)]
    [InlineData(1, 10, 0.1, 0.3942)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Bounds_are_those_of_Clopper_and_Pearson(int errors, int trials, double rate, double upper)
    {
        var found = ErrorRate.Of(errors, trials);

        Assert.Equal(rate, found.Rate, 6);
        Assert.Equal(upper, found.Upper95, 4);
    }

    [Theory]
    [InlineData("label\nattack", "file and label")]
    [InlineData("file,label\na.mp4,fake", "line 2")]
    [InlineData("file,label,face\na.mp4,attack,middle", "line 2")]
    [InlineData("file,label\n", "no clips")]
    public void A_faulty_manifest_says_where(string text, string where)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        Assert.Contains(where, Assert.Throws<FormatException>(() => PadManifest.Read(path)).Message, StringComparison.Ordinal);
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
    [Trait("Speed", "slow")]
    public void No_attack_of_the_evaluation_data_would_grant_and_nine_of_ten_people_are_live_in_three_seconds()
    {
        var manifest = Recordings.SharedData("pad/manifest.csv");
        Assert.SkipWhen(manifest is null, "The evaluation data (shared/data/pad) are not on this machine.");
        var clips = PadManifest.Read(manifest);
        var outcomes = clips.Select(c => (Clip: c, Track: kiosk.Watch(c.Path, 4, c.Face))).ToArray();

        Assert.DoesNotContain(outcomes, o => o.Clip.IsAttack && o.Track.WouldGrant);
        Assert.DoesNotContain(outcomes, o => !o.Clip.IsAttack && o.Track.Verdict is LivenessVerdict.Attack);
        var live = outcomes.Where(o => !o.Clip.IsAttack).ToArray();
        Assert.True(live.Count(o => o.Track is { Verdict: LivenessVerdict.Live, Seconds: <= 3 }) >= live.Length * 0.9);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public void Half_the_frames_let_no_attack_in_and_leave_eight_of_ten_people_live()
    {
        var manifest = Recordings.SharedData("pad/manifest.csv");
        Assert.SkipWhen(manifest is null, "The evaluation data (shared/data/pad) are not on this machine.");
        var outcomes = PadManifest.Read(manifest).Select(c => (Clip: c, Track: kiosk.Watch(c.Path, 4, c.Face, every: 2))).ToArray();

        Assert.DoesNotContain(outcomes, o => o.Clip.IsAttack && o.Track.WouldGrant);
        var live = outcomes.Where(o => !o.Clip.IsAttack).ToArray();
        Assert.True(live.Count(o => o.Track is { Verdict: LivenessVerdict.Live, Seconds: <= 3 }) >= live.Length * 0.8);
    }
}
