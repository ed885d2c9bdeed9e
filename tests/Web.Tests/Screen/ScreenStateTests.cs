using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Policy;
using AccessKiosk.Liveness.Challenge;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Screen;

namespace AccessKiosk.Web.Tests.Screen;

public sealed class ScreenStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Ada = PersonId.New();
    private static readonly ScreenMoment Watching = ScreenMoment.Start with { CameraFault = null, Advice = Advice.Hold, SeenAt = Now };

    [Fact]
    public void The_picture_is_hidden_thirty_seconds_after_the_last_face_and_not_before()
    {
        var empty = Watching with { Advice = Advice.None };
        Assert.True(Look(empty, Now.AddSeconds(29.9)) is { Phase: ScreenPhase.Watch, HasPicture: true });
        Assert.True(Look(empty, Now.AddSeconds(30)) is { Phase: ScreenPhase.Idle, HasPicture: false });
    }

    [Fact]
    public void A_grant_greets_by_name_by_initials_or_not_at_all()
    {
        var granted = Watching with { Result = ScreenResult.Granted, ResultAt = Now, Person = Ada };
        Assert.Equal("Ada King Lovelace", Look(granted, Now).Name);
        Assert.Equal("A. K. L.", Look(granted, Now, new() { Name = ScreenName.Initials }).Name);
        Assert.Null(Look(granted, Now, new() { Name = ScreenName.None }).Name);
        Assert.Equal("É. 王.", ScreenState.Initials("  élise 王小明 "));
    }

    [Fact]
    public void A_denial_is_the_same_whoever_it_was()
    {
        var denied = Watching with { Result = ScreenResult.Denied, ResultAt = Now };
        Assert.Equal(Look(denied, Now), Look(denied with { Person = Ada }, Now));
        Assert.Equal(new(ScreenPhase.Denied, "denied", Result: Now.UtcTicks), Look(denied, Now));
    }

    [Fact]
    public void Nobody_s_face_is_told_so_and_nothing_more()
    {
        var unknown = Watching with { Result = ScreenResult.NoMatch, ResultAt = Now };
        Assert.Equal(Look(unknown, Now), Look(unknown with { Person = Ada }, Now));
        Assert.Equal(new(ScreenPhase.Denied, "no-match", Result: Now.UtcTicks), Look(unknown, Now));
    }

    [Theory]
    [InlineData(ReasonCode.UnknownFace, true, ScreenResult.NoMatch)]
    [InlineData(ReasonCode.UnknownFace, false, ScreenResult.Denied)]
    [InlineData(ReasonCode.LivenessNotShown, false, ScreenResult.Denied)]
    [InlineData(ReasonCode.TooAlike, true, ScreenResult.Denied)]
    [InlineData(ReasonCode.OutsideSchedule, true, ScreenResult.Denied)]
    [InlineData(ReasonCode.Lockdown, true, ScreenResult.Denied)]
    public void Whoever_shows_a_photo_does_not_learn_whether_its_face_is_enrolled(ReasonCode reason, bool isLive, ScreenResult told)
    {
        var decision = new Decision(reason, 1, null, 0.1f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(5), default) { IsLive = isLive };
        Assert.Equal(told, ScreenResults.Of(decision, new(AccessOutcome.Deny, reason)));
    }

    [Theory]
    [InlineData(ChallengeState.Act, ChallengeAction.TurnLeft, "left")]
    [InlineData(ChallengeState.Act, ChallengeAction.TurnRight, "right")]
    [InlineData(ChallengeState.Act, ChallengeAction.LookUp, "up")]
    [InlineData(ChallengeState.Return, ChallengeAction.LookUp, "frontal")]
    public void Each_movement_has_its_drawing_and_shows_how_much_of_it_was_seen_and_the_time_left(ChallengeState state, ChallengeAction action, string drawing)
    {
        var shown = Look(Watching with { Challenge = new(state, action, 1, 2), Progress = new(0.4f, 0.7f) }, Now);
        Assert.Equal((drawing, 0.4f, 0.7f), (shown.Pose, shown.Progress, shown.Left));
        Assert.Equal((0.6f, null), (Look(Watching with { Progress = new(0.6f) }, Now).Progress, Look(Watching, Now).Left));
    }

    [Fact]
    public void A_result_goes_when_the_next_person_comes_and_stays_while_its_own_does()
    {
        var granted = Watching with { Result = ScreenResult.Granted, ResultAt = Now, Person = Ada };
        Assert.Equal(ScreenPhase.Granted, Look(granted, Now.AddSeconds(1.9)).Phase);
        Assert.Equal(ScreenPhase.Watch, Look(granted, Now.AddSeconds(2)).Phase);
        Assert.Equal(ScreenPhase.Granted, Look(granted with { Advice = Advice.None }, Now.AddSeconds(4.9)).Phase);
        Assert.Equal(ScreenPhase.Granted, Look(granted with { Advice = Advice.Done }, Now.AddSeconds(11.9)).Phase);
        Assert.Equal(ScreenPhase.Watch, Look(granted with { Advice = Advice.Done }, Now.AddSeconds(12)).Phase);
    }

    [Fact]
    public void The_pad_is_shown_while_the_PIN_is_awaited_and_no_longer()
    {
        var asked = Watching with { Result = ScreenResult.AskPin, ResultAt = Now };
        Assert.Equal(ScreenPhase.Pin, Look(asked, Now, isPinAwaited: true).Phase);
        Assert.Equal(ScreenPhase.Watch, Look(asked, Now).Phase);
    }

    [Fact]
    public void A_camera_fault_and_a_visit_hide_everything_else()
    {
        var busy = Watching with { Challenge = new(ChallengeState.Act, ChallengeAction.LookUp, 1, 2) };
        Assert.Equal(new(ScreenPhase.Challenge, "challenge.look-up", Step: 1, Steps: 2, Pose: "up", Progress: 0), Look(busy, Now));
        Assert.True(Look(busy with { CameraFault = "gone" }, Now) is { Phase: ScreenPhase.Fault, PinOnly: false, HasPicture: false });
        Assert.Equal(ScreenPhase.Starting, Look(ScreenMoment.Start, Now).Phase);
        Assert.Equal(ScreenPhase.Enrolling, Look(busy with { IsLent = true }, Now).Phase);
    }

    [Fact]
    public void The_options_say_every_fault_at_once()
    {
        Assert.Empty(new ScreenOptions().Faults());
        Assert.Equal(4, new ScreenOptions { Language = "tlh", Contact = new('x', 61), IdleAfter = TimeSpan.Zero, Reach = 0.2 }.Faults().Count);
        Assert.All(["Reception\n555", "Reception\u202e0010", "\u0000", "Reception\u2028"], contact => Assert.Single(new ScreenOptions { Contact = contact }.Faults()));
        Assert.Empty(new ScreenOptions { Contact = "مکتب\u200cخانه <b>، 555 0100" }.Faults());
    }

    private static ScreenState Look(ScreenMoment moment, DateTimeOffset now, ScreenOptions? options = null, bool isPinAwaited = false) =>
        ScreenState.Of(moment, now, isPinAwaited, pinOnly: true, options ?? new(), id => id == Ada ? "Ada King Lovelace" : null);
}
