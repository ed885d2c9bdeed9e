using AccessKiosk.Lab.Evaluation;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Lab.Tests.Evaluation;

/// <summary>Recordings of heads, played against challenges that they know nothing of.</summary>
public sealed class ChallengeTrialsTests
{
    private const int Trials = 300;

    private readonly ChallengeOptions _options = new();

    [Fact]
    public void A_head_that_turns_now_and_then_made_some_of_the_movements_and_they_are_accepted()
    {
        var (made, refused) = ChallengeTrials.Performed(Turning(), Trials, _options, 1);

        Assert.InRange(made, Trials / 20, Trials / 2);
        Assert.True(refused <= made / 10, $"{refused} of {made}");
    }

    [Fact]
    public void A_head_that_keeps_still_made_none() =>
        Assert.Equal((0, 0), ChallengeTrials.Performed(Track(_ => default), Trials, _options, 1));

    [Fact]
    public void Turns_to_one_side_pass_no_challenge_of_many_actions() =>
        Assert.Equal(0, ChallengeTrials.Passed(Turning(), Trials, _options, 1));

    [Fact]
    public void The_same_seed_gives_the_same_trials() =>
        Assert.Equal(ChallengeTrials.Performed(Turning(), Trials, _options, 7), ChallengeTrials.Performed(Turning(), Trials, _options, 7));

    // To the picture's right for a second of every five.
    private static TrackOutcome Turning() => Track(seconds =>
    {
        var phase = seconds % 5 - 2.5;
        return new((float)(40 * Math.Exp(-phase * phase / 0.16)), 0, 0);
    });

    private static TrackOutcome Track(Func<double, HeadPose> pose)
    {
        var track = new TrackOutcome { Track = 1, FirstBox = default, PictureWidth = 640 };
        for (var seconds = 0.0; seconds < 10; seconds += 0.04)
            track.Add(new(LookResult.Observed, new(default, 1, default, new() { Pose = pose(seconds) }), QualityFaults.None, HasMesh: true, default), default, default, TimeSpan.FromSeconds(seconds), seconds);
        return track;
    }
}
