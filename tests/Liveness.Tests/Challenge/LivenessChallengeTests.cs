using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Vision.Alignment;

namespace AccessKiosk.Liveness.Tests.Challenge;

public sealed class LivenessChallengeTests
{
    private readonly ChallengeOptions _options = new();
    private readonly LivenessChallenge _challenge;
    private TimeSpan _now;

    public LivenessChallengeTests() => _challenge = new(_options, new Random(1).Next);

    [Theory]
    [InlineData(4, 1)]
    [InlineData(2.2f, 2)]
    [InlineData(0.5f, 3)]
    [InlineData(-3, 4)]
    public void The_less_is_known_the_more_is_asked(float logOdds, int steps) => Assert.Equal(steps, _challenge.StepsFor(logOdds));

    [Fact]
    public void Who_does_what_is_asked_passes()
    {
        _challenge.Begin(_now, -1);
        Assert.Equal(ChallengeState.Passed, Play(Obey));
    }

    [Fact]
    public void A_turn_the_other_way_fails()
    {
        BeginWith(ChallengeAction.TurnLeft);
        Look(default, 0.5);
        Assert.Equal(ChallengeState.Failed, Look(new(-30, 0, 0), 0.5).State);
    }

    [Fact]
    public void Doing_nothing_fails_in_time()
    {
        _challenge.Begin(_now, 0);
        Assert.Equal(ChallengeState.Failed, Look(default, 2 * _options.ActionSeconds + 1).State);
    }

    [Fact]
    public void A_turn_that_was_under_way_does_not_count()
    {
        BeginWith(ChallengeAction.TurnLeft);
        Look(default, 0.4);
        Assert.Equal(ChallengeState.Failed, Look(new(35, 0, 0), 0.2).State);
    }

    [Fact]
    public void How_much_of_the_movement_was_seen_follows_the_head_and_the_time_left_the_clock()
    {
        BeginWith(ChallengeAction.TurnLeft);
        Look(default, 0.2);
        Assert.InRange(_challenge.Done, 0.2f, 0.9f);
        Look(default, 0.2);
        Assert.Equal(0, _challenge.Done);
        var left = _challenge.TimeLeft;
        Look(new(_options.TurnDegrees / 2, 0, 0), 0.4);
        Assert.Equal(0.5f, _challenge.Done, 0.01f);
        Assert.InRange(_challenge.TimeLeft, 0.5f, left - 0.05f);
        Look(new(-5, 0, 0), 0.1);
        Assert.Equal(0, _challenge.Done);
        Assert.Equal(ChallengeState.Return, Look(new(_options.TurnDegrees + 1, 0, 0), 0.1).State);
        Assert.InRange(_challenge.TimeLeft, 0.95f, 1);
    }

    [Fact]
    public void A_flat_picture_that_is_turned_fails()
    {
        BeginWith(ChallengeAction.TurnLeft);
        Look(default, 0.8);
        _now += TimeSpan.FromSeconds(0.2);
        Assert.Equal(ChallengeState.Failed, _challenge.Observe(_now, new(30, 0, 0), isPlanar: true, isComparable: true).State);
    }

    [Fact]
    public void Three_failures_back_off_and_time_heals()
    {
        for (var i = 0; i < _options.MaxFailures; i++)
        {
            Assert.True(_challenge.Begin(_now, 0));
            _challenge.Abandon(_now);
        }

        Assert.Equal(ChallengeState.BackedOff, _challenge.Progress.State);
        Assert.False(_challenge.Begin(_now, 0));
        Assert.True(_challenge.Begin(_now + TimeSpan.FromSeconds(_options.BackOffSeconds), 0));
    }

    [Fact]
    public void A_camera_that_counts_its_time_anew_prolongs_no_back_off()
    {
        _now = TimeSpan.FromHours(5);
        for (var i = 0; i < _options.MaxFailures; i++)
        {
            Assert.True(_challenge.Begin(_now, 0));
            _challenge.Abandon(_now);
        }

        Assert.False(_challenge.Begin(TimeSpan.Zero, 0));
        Assert.True(_challenge.Begin(TimeSpan.FromSeconds(_options.BackOffSeconds), 0));
    }

    [Fact]
    public void A_straight_look_counts_only_where_the_face_can_be_compared()
    {
        _challenge.Begin(_now, 0);
        Assert.Equal(ChallengeState.LookStraight, Look(default, 1, isComparable: false).State);
        Assert.Equal(ChallengeState.Act, Look(default, 0.4).State);
    }

    [Fact]
    public void Who_comes_back_from_an_action_must_be_seen_to_be_the_same()
    {
        BeginWith(ChallengeAction.TurnLeft);
        Look(default, 0.8);
        Assert.Equal(ChallengeState.Return, Look(new(30, 0, 0), 0.2, isComparable: false).State);
        Assert.Equal(ChallengeState.Return, Look(default, 1, isComparable: false).State);
        Assert.NotEqual(ChallengeState.Return, Look(default, 0.4).State);
    }

    [Fact]
    public void The_last_sequence_is_not_asked_again()
    {
        var challenge = new LivenessChallenge(new() { MaxFailures = 10 }, new Random(3).Next);
        (ChallengeAction Action, int Steps) last = default;
        for (var i = 0; i < 9; i++)
        {
            challenge.Begin(default, 4);
            var asked = (challenge.Progress.Action, challenge.Progress.Steps);
            Assert.NotEqual(last, asked);
            last = asked;
            challenge.Abandon(default);
        }
    }

    [Fact]
    public void How_little_may_be_left_to_luck_is_set() =>
        Assert.Equal(4, new LivenessChallenge(new() { MaxLuck = 0.0001 }, new Random(1).Next).StepsFor(2.2f));

    [Theory]
    [InlineData(12f, ChallengeState.LookStraight)]
    [InlineData(20f, ChallengeState.Act)]
    public void How_straight_a_look_must_be_is_set(float degrees, ChallengeState state)
    {
        _options.StraightDegrees = degrees;
        _challenge.Begin(_now, 0);
        Assert.Equal(state, Look(new(16, 0, 0), 0.5).State);
    }

    [Theory]
    [InlineData(ChallengeAction.TurnLeft, nameof(ChallengeOptions.TurnDegrees), 22f, 0)]
    [InlineData(ChallengeAction.LookUp, nameof(ChallengeOptions.LiftDegrees), 0, 12f)]
    public void How_far_a_movement_must_go_is_set(ChallengeAction action, string setting, float yaw, float pitch)
    {
        typeof(ChallengeOptions).GetProperty(setting)!.SetValue(_options, yaw + pitch - 1);
        BeginWith(action);
        Look(default, 0.8);
        Assert.Equal(ChallengeState.Return, Look(new(yaw, pitch, 0), 0.2).State);
    }

    [Theory]
    [InlineData(1.5, ChallengeState.Failed)]
    [InlineData(3, ChallengeState.Act)]
    public void How_long_a_person_has_for_a_movement_is_set(double seconds, ChallengeState state)
    {
        _options.ActionSeconds = seconds;
        _challenge.Begin(_now, 0);
        Assert.Equal(state, Look(default, 2.2).State);
    }

    [Theory]
    [InlineData(ChallengeAction.TurnLeft, "challenge.turn-left")]
    [InlineData(ChallengeAction.TurnRight, "challenge.turn-right")]
    [InlineData(ChallengeAction.LookUp, "challenge.look-up")]
    public void Every_action_has_a_text_key(ChallengeAction action, string key) =>
        Assert.Equal(key, new ChallengeProgress(ChallengeState.Act, action, 1, 1).TextKey);

    private static HeadPose Obey(ChallengeProgress progress) => progress.State is not ChallengeState.Act ? default : progress.Action switch
    {
        ChallengeAction.TurnLeft => new(32, 0, 0),
        ChallengeAction.TurnRight => new(-32, 0, 0),
        _ => new(0, 18, 0),
    };

    // A person needs a while to react.
    private ChallengeState Play(Func<ChallengeProgress, HeadPose> person)
    {
        var (seen, since) = (_challenge.Progress, _now);
        while (_challenge.IsOpen)
        {
            _now += TimeSpan.FromMilliseconds(40);
            if (_challenge.Progress != seen)
                (seen, since) = (_challenge.Progress, _now);
            _challenge.Observe(_now, _now - since > TimeSpan.FromSeconds(0.6) ? person(seen) : default, isPlanar: false, isComparable: true);
        }

        return _challenge.Progress.State;
    }

    private ChallengeProgress Look(HeadPose pose, double seconds, bool isComparable = true)
    {
        var end = _now + TimeSpan.FromSeconds(seconds);
        while (_now < end)
            _challenge.Observe(_now += TimeSpan.FromMilliseconds(40), pose, isPlanar: false, isComparable);
        return _challenge.Progress;
    }

    private void BeginWith(ChallengeAction action)
    {
        do
        {
            _challenge.Abandon(_now);
            _now += TimeSpan.FromSeconds(_options.BackOffSeconds + 1);
            Assert.True(_challenge.Begin(_now, 0));
        }
        while (_challenge.Progress.Action != action);
    }
}
