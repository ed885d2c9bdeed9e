using AccessKiosk.Access.Policy;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>What failures of some do to others, and names of places.</summary>
public sealed class LockoutTests
{
    private const string Pad = "main\n";

    private static readonly DoorPolicy Door = Site.Door with { AllowPinOnly = true };

    [Theory]
    [InlineData(FaceAnswer.Unknown)]
    [InlineData(FaceAnswer.Attack)]
    public void Strangers_and_pictures_before_the_camera_bar_nobody_else(FaceAnswer face)
    {
        var policy = Site.Policy(Door);
        var state = Fail(policy, Site.Request() with { Face = face }, 50, AccessState.Empty);

        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(), state).Outcome);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(WithoutFace(PinAnswer.Right), state).Outcome);
    }

    [Fact]
    public void Guessed_numbers_bar_entry_by_number_and_no_face()
    {
        var policy = Site.Policy(Door);
        var state = Fail(policy, WithoutFace(PinAnswer.Wrong) with { Person = null }, 5, AccessState.Empty);

        Assert.Equal(ReasonCode.LockedOut, policy.Decide(WithoutFace(PinAnswer.Right), state).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(), state).Outcome);
        // Those who come by face meanwhile give the guesser no fresh guesses.
        state = policy.Remember(Site.Request(), policy.Decide(Site.Request(), state), state);
        Assert.Equal(ReasonCode.LockedOut, policy.Decide(WithoutFace(PinAnswer.Right), state).Reason);
    }

    [Fact]
    public void Each_back_off_in_a_row_lasts_twice_as_long_up_to_an_hour_and_a_right_PIN_ends_the_row()
    {
        var policy = new AccessPolicy(new([Door], new() { ClosedAfter = 0 }));
        var (at, state) = (Site.Morning, AccessState.Empty);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1920, 3600, 3600 })
        {
            state = Fail(policy, WithoutFace(PinAnswer.Wrong) with { At = at }, 5, state);
            Assert.Equal(TimeSpan.FromSeconds(seconds), policy.PinBarred(Site.Person.Id, at, state));
            at = at.AddSeconds(seconds);
        }

        var right = WithoutFace(PinAnswer.Right) with { At = at };
        state = Fail(policy, right with { Pin = PinAnswer.Wrong }, 5, policy.Remember(right, policy.Decide(right, state), state));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)), (policy.PinBarred(Site.Person.Id, at, state), policy.PadBarred(Pad, at, state)));
    }

    [Fact]
    public void After_six_back_offs_in_a_row_pad_and_PIN_stay_closed_until_staff_clear_each_by_itself()
    {
        var policy = Site.Policy(Door);
        var (at, state, alarms) = (Site.Morning, AccessState.Empty, new List<string>());
        for (var guess = 0; guess < 100; guess++, at = at.AddHours(1))
        {
            for (var times = 0; times < 5; times++)
            {
                var wrong = WithoutFace(PinAnswer.Wrong) with { At = at };
                var before = state;
                state = Fail(policy, wrong, 1, state);
                if (AccessPolicy.AlarmOf(wrong, before, state) is { } alarm)
                    alarms.Add(alarm.Name);
            }
        }

        Assert.Equal(["alarm.pin_guessing", "alarm.pin_guessing", "alarm.pin_guessing", "alarm.pin_closed"], alarms);
        state = StateText.Read(StateText.Lines(state));
        foreach (var later in new[] { at, at.AddYears(1), at.AddYears(-1) })
            Assert.Equal((TimeSpan.MaxValue, TimeSpan.MaxValue), (policy.PadBarred(Pad, later, state), policy.PinBarred(Site.Person.Id, later, state)));
        var right = WithoutFace(PinAnswer.Right) with { At = at };
        Assert.Equal(ReasonCode.LockedOut, policy.Decide(right with { Display = "elsewhere" }, state.ClearPads("main")).Reason);
        Assert.Equal(ReasonCode.LockedOut, policy.Decide(right, state.ClearPin(Site.Person.Id)).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(right, state.ClearPads("MAIN").ClearPin(Site.Person.Id)).Outcome);
        Assert.Equal(state.PadFailures, state.ClearPads("mai").PadFailures);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(at: at), state).Outcome);
    }

    [Fact]
    public void Failures_at_one_display_bar_no_other()
    {
        var policy = Site.Policy(Door);
        var state = Fail(policy, WithoutFace(PinAnswer.Wrong) with { Person = null, Display = "porch" }, 30, AccessState.Empty);

        Assert.Equal(ReasonCode.LockedOut, policy.Decide(WithoutFace(PinAnswer.Right) with { Display = "porch" }, state).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(WithoutFace(PinAnswer.Right) with { Display = "hall" }, state).Outcome);
    }

    [Fact]
    public void A_day_without_a_back_off_ends_the_row()
    {
        var policy = Site.Policy(Door);
        var state = Fail(policy, WithoutFace(PinAnswer.Wrong), 5, AccessState.Empty);
        state = Fail(policy, WithoutFace(PinAnswer.Wrong) with { At = Site.Morning.AddDays(1) }, 5, state);

        Assert.Equal(TimeSpan.FromSeconds(30), policy.PadBarred(Pad, Site.Morning.AddDays(1), state));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public void A_wrong_clock_neither_ends_a_back_off_in_the_store_nor_makes_it_stick(int days)
    {
        var policy = Site.Policy(Door);
        var (wrong, right) = (Site.Morning.AddDays(days), Site.Morning);
        var state = Fail(policy, WithoutFace(PinAnswer.Wrong) with { At = wrong }, 5, AccessState.Empty);
        state = StateText.Read(StateText.Lines(state)).Settle(right);

        var left = policy.PadBarred(Pad, right, state);
        Assert.True(days < 0 ? left is null : left == TimeSpan.FromSeconds(30));
        Assert.True(days < 0 || policy.PadBarred(Pad, wrong, state) is null);
        Assert.Same(state, state.Settle(right));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(0.05)]
    [InlineData(-400)]
    public void A_wall_clock_that_jumps_while_a_back_off_runs_neither_ends_it_nor_makes_it_longer(double days)
    {
        var policy = Site.Policy(Door);
        var request = WithoutFace(PinAnswer.Wrong) with { At = Site.Morning, Steady = Site.Morning };
        var state = Fail(policy, request, 5, AccessState.Empty);
        var (jumped, later) = (Site.Morning.AddDays(days), Site.Morning.AddSeconds(29));

        var after = state.Settle(jumped, later);
        Assert.Equal(TimeSpan.FromSeconds(1), policy.PadBarred(Pad, later, after));
        Assert.Equal(ReasonCode.LockedOut, policy.Decide(request with { At = jumped, Steady = later }, after).Reason);
        Assert.Equal(ReasonCode.WrongPin, policy.Decide(request with { At = jumped, Steady = Site.Morning.AddSeconds(30) }, after).Reason);
    }

    [Fact]
    public void Timed_anti_passback_that_a_wrong_clock_put_into_the_future_ends_after_its_time()
    {
        var enter = Site.Door with { AntiPassback = AntiPassback.Timed, AntiPassbackTime = TimeSpan.FromMinutes(10) };
        var policy = Site.Policy(enter);
        var state = policy.Passed(Site.Request(at: Site.Morning.AddDays(400)), AccessState.Empty).Settle(Site.Morning);

        Assert.Equal(ReasonCode.AntiPassback, policy.Decide(Site.Request(), state).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(at: Site.Morning.AddMinutes(10)), state).Outcome);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(at: Site.Morning.AddDays(400)), state).Outcome);
    }

    [Theory]
    [InlineData("office", "Office ")]
    [InlineData("Back  office", " back office")]
    public void A_place_is_the_same_whatever_its_case_and_blanks(string to, string from)
    {
        var enter = Site.Door with { ToZone = to, AntiPassback = AntiPassback.Hard };
        var inner = new DoorPolicy { Name = "inner", Permissions = enter.Permissions, FromZone = from, ToZone = "store", AntiPassback = AntiPassback.Hard };
        var policy = Site.Policy(enter, inner);

        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(door: "inner"), policy.Passed(Site.Request(), AccessState.Empty)).Outcome);
    }

    private static AccessRequest WithoutFace(PinAnswer pin) => Site.Request(Site.Person with { HasReferences = false }, pin: pin) with { Face = FaceAnswer.NotUsed };

    private static AccessState Fail(AccessPolicy policy, AccessRequest request, int times, AccessState state)
    {
        for (var i = 0; i < times; i++)
            state = policy.Remember(request, policy.Decide(request, state), state);
        return state;
    }
}
