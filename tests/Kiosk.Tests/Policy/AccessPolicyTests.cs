using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Kiosk.Tests.Policy;

public sealed class AccessPolicyTests
{
    [Fact]
    public void A_person_with_the_door_in_a_group_is_let_in() =>
        Assert.Equal(new(AccessOutcome.Grant, null), Site.Policy(Site.Door).Decide(Site.Request(), AccessState.Empty));

    [Fact]
    public void What_was_forgotten_is_refused()
    {
        Assert.Equal(AccessOutcome.Deny, default(AccessDecision).Outcome);
        Assert.Equal(AccessOutcome.Deny, Site.Policy(Site.Door).Decide(new() { Door = "main", Person = Site.Person }, AccessState.Empty).Outcome);
    }

    [Theory]
    [InlineData(FaceAnswer.Unknown, ReasonCode.UnknownFace)]
    [InlineData(FaceAnswer.Attack, ReasonCode.PresentationAttack)]
    public void A_face_that_is_not_a_live_enrolled_one_is_refused(FaceAnswer face, ReasonCode reason) =>
        Denied(reason, Site.Request() with { Face = face });

    [Fact]
    public void An_identified_face_without_a_person_is_unknown() => Denied(ReasonCode.UnknownFace, Site.Request() with { Person = null });

    [Fact]
    public void A_staff_number_and_a_PIN_open_only_for_those_without_a_face_and_where_the_door_allows_it()
    {
        var declined = Site.Person with { HasReferences = false };
        var request = Site.Request(declined, pin: PinAnswer.Right) with { Face = FaceAnswer.NotUsed };
        var policy = Site.Policy(Site.Door with { AllowPinOnly = true });

        Assert.Equal(ReasonCode.FaceNeeded, Site.Policy(Site.Door).Decide(request, AccessState.Empty).Reason);
        Assert.Null(policy.Decide(request, AccessState.Empty).Reason);
        Assert.Equal(ReasonCode.FaceNeeded, policy.Decide(request with { Person = Site.Person }, AccessState.Empty).Reason);
        Assert.Equal(ReasonCode.WrongPin, policy.Decide(request with { Pin = PinAnswer.Wrong }, AccessState.Empty).Reason);
        Assert.Equal(ReasonCode.NoPinSet, policy.Decide(request with { Person = declined with { HasPin = false } }, AccessState.Empty).Reason);
        Assert.Equal(ReasonCode.UnknownNumber, policy.Decide(request with { Person = null }, AccessState.Empty).Reason);
        Assert.True(policy.Decide(request with { Pin = PinAnswer.Duress }, AccessState.Empty) is { Outcome: AccessOutcome.Grant, Duress: true });
    }

    [Fact]
    public void Guessing_staff_numbers_is_backed_off_like_any_other_guessing()
    {
        var policy = Site.Policy(Site.Door with { AllowPinOnly = true });
        var request = Site.Request() with { Face = FaceAnswer.NotUsed, Person = null };
        var state = Fail(policy, request, 5, AccessState.Empty);

        Assert.Equal(ReasonCode.LockedOut, policy.Decide(request, state).Reason);
    }

    [Fact]
    public void A_door_that_the_rules_do_not_know_stays_shut() => Denied(ReasonCode.UnknownDoor, Site.Request(door: "cellar"));

    [Fact]
    public void Validity_runs_from_its_beginning_up_to_its_end()
    {
        var person = Site.Person with { ValidFrom = Site.Morning, ValidUntil = Site.Morning.AddHours(1) };

        Denied(ReasonCode.NotYetValid, Site.Request(person, Site.Morning.AddTicks(-1)));
        Granted(Site.Request(person, Site.Morning));
        Granted(Site.Request(person, Site.Morning.AddHours(1).AddTicks(-1)));
        Denied(ReasonCode.Expired, Site.Request(person, Site.Morning.AddHours(1)));
    }

    [Fact]
    public void A_suspended_person_is_refused() => Denied(ReasonCode.Suspended, Site.Request(Site.Person with { IsActive = false }));

    [Fact]
    public void Without_a_permission_the_door_stays_shut() => Denied(ReasonCode.NoPermission, Site.Request(Site.Person with { Groups = [Guid.NewGuid()] }));

    [Fact]
    public void Outside_the_schedule_and_on_holidays_the_reason_says_which()
    {
        var holidays = new HolidayCalendar([new(2026, 3, 19)], []);
        var door = Site.Door with { Permissions = [new(Site.Staff, Site.Weekdays("08:00", "18:00", holidays, []))] };

        Granted(Site.Request(), door);
        Denied(ReasonCode.OutsideSchedule, Site.Request(at: Site.Morning.AddHours(10)), door);
        Denied(ReasonCode.Holiday, Site.Request(at: Site.Morning.AddDays(1)), door);
    }

    [Fact]
    public void Any_one_of_several_permissions_is_enough()
    {
        var door = Site.Door with { Permissions = [new(Site.Staff, Site.Weekdays("08:00", "09:00")), new(Site.Guards, null)] };

        Granted(Site.Request(Site.Person with { Groups = [Site.Staff, Site.Guards] }), door);
    }

    [Fact]
    public void Lockdown_stops_everybody() => Denied(ReasonCode.Lockdown, Site.Request() with { IsLockedDown = true }, Site.Door);

    [Fact]
    public void Five_failures_back_off_for_30_seconds_and_a_grant_clears_the_count()
    {
        var policy = Site.Policy(Pad);
        var unknown = ByNumber(Site.Morning) with { Person = null };
        var state = Fail(policy, unknown, 4, AccessState.Empty);
        Granted(ByNumber(Site.Morning), Pad, state);

        var locked = Fail(policy, unknown, 5, AccessState.Empty);
        Denied(ReasonCode.LockedOut, ByNumber(Site.Morning), Pad, locked);
        Denied(ReasonCode.LockedOut, ByNumber(Site.Morning.AddSeconds(30).AddTicks(-1)), Pad, locked);
        Granted(ByNumber(Site.Morning.AddSeconds(30)), Pad, locked);

        var grant = policy.Decide(ByNumber(Site.Morning), state);
        Granted(ByNumber(Site.Morning), Pad, Fail(policy, unknown, 4, policy.Remember(ByNumber(Site.Morning), grant, state)));
    }

    [Fact]
    public void Attempts_during_the_back_off_do_not_prolong_it()
    {
        var policy = Site.Policy(Pad);
        var unknown = ByNumber(Site.Morning) with { Person = null };
        var state = Fail(policy, unknown, 5, AccessState.Empty);
        state = Fail(policy, unknown with { At = Site.Morning.AddSeconds(20) }, 50, state);

        Granted(ByNumber(Site.Morning.AddSeconds(30)), Pad, state);
    }

    [Fact]
    public void Failures_that_are_old_are_forgotten()
    {
        var policy = Site.Policy(Pad);
        var unknown = ByNumber(Site.Morning) with { Person = null };
        var state = Fail(policy, unknown, 4, AccessState.Empty);
        state = Fail(policy, unknown with { At = Site.Morning.AddMinutes(5) }, 4, state);

        Granted(ByNumber(Site.Morning.AddMinutes(5)), Pad, state);
    }

    [Fact]
    public void A_clock_set_back_does_not_lock_the_door_for_a_day()
    {
        var policy = Site.Policy(Pad);
        var state = Fail(policy, ByNumber(Site.Morning) with { Person = null }, 5, AccessState.Empty);

        Granted(ByNumber(Site.Morning.AddDays(-1)), Pad, state);
    }

    [Fact]
    public void A_known_person_at_the_wrong_hour_is_no_failure()
    {
        var door = Site.Door with { Permissions = [new(Site.Staff, Site.Weekdays("08:00", "09:00"))] };
        var policy = Site.Policy(door);

        Assert.Same(AccessState.Empty, Fail(policy, Site.Request(), 1, AccessState.Empty));
    }

    [Fact]
    public void Hard_anti_passback_refuses_a_second_entry_until_the_person_has_left()
    {
        var (enter, leave) = Pair(AntiPassback.Hard);
        var policy = Site.Policy(enter, leave);
        var inside = policy.Passed(Site.Request(), AccessState.Empty);

        Assert.Equal(ReasonCode.AntiPassback, policy.Decide(Site.Request(at: Site.Morning.AddDays(1)), inside).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(door: "out"), inside).Outcome);
        var outside = policy.Passed(Site.Request(door: "out"), inside);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(), outside).Outcome);
        Assert.Equal(ReasonCode.AntiPassback, policy.Decide(Site.Request(door: "out"), outside).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(), inside.Forgive(Site.Person.Id)).Outcome);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(), inside.Forgive(people: null)).Outcome);
    }

    [Fact]
    public void Soft_anti_passback_lets_in_and_tells_staff()
    {
        var (enter, leave) = Pair(AntiPassback.Soft);
        var policy = Site.Policy(enter, leave);
        var inside = policy.Passed(Site.Request(), AccessState.Empty);

        Assert.Null(policy.Decide(Site.Request(), AccessState.Empty).Reason);
        Assert.Equal(new(AccessOutcome.Grant, ReasonCode.AntiPassback), policy.Decide(Site.Request(), inside));
    }

    [Fact]
    public void Timed_anti_passback_forgives_after_its_time()
    {
        var (enter, leave) = Pair(AntiPassback.Timed);
        var policy = Site.Policy(enter, leave);
        var inside = policy.Passed(Site.Request(), AccessState.Empty);

        Assert.Equal(ReasonCode.AntiPassback, policy.Decide(Site.Request(at: Site.Morning.AddMinutes(10).AddTicks(-1)), inside).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(at: Site.Morning.AddMinutes(10)), inside).Outcome);
    }

    [Fact]
    public void A_pin_is_asked_in_its_hours_only()
    {
        var door = Site.Door with { TwoFactor = Site.Weekdays("18:00", "08:00") };
        var night = Site.Morning.AddHours(10);

        Granted(Site.Request(), door);
        Assert.Equal(new(AccessOutcome.AskPin, null), Site.Policy(door).Decide(Site.Request(at: night), AccessState.Empty));
        Granted(Site.Request(at: night, pin: PinAnswer.Right), door);
        Denied(ReasonCode.WrongPin, Site.Request(at: night, pin: PinAnswer.Wrong), door);
        Denied(ReasonCode.PinDamaged, Site.Request(at: night, pin: PinAnswer.Damaged), door);
        Denied(ReasonCode.NoPinSet, Site.Request(Site.Person with { HasPin = false }, night, PinAnswer.Right), door);
    }

    [Fact]
    public void The_duress_pin_opens_and_alarms_silently()
    {
        var door = Site.Door with { TwoFactorAlways = true };

        Assert.Equal(new(AccessOutcome.Grant, null, Duress: true), Site.Policy(door).Decide(Site.Request(pin: PinAnswer.Duress), AccessState.Empty));
    }

    [Fact]
    public void The_duress_alarm_is_raised_although_the_door_stays_shut()
    {
        var decision = Site.Policy(Site.Door).Decide(Site.Request(pin: PinAnswer.Duress) with { IsLockedDown = true }, AccessState.Empty);

        Assert.Equal(new(AccessOutcome.Deny, ReasonCode.Lockdown, Duress: true), decision);
    }

    [Fact]
    public void A_pin_cannot_be_guessed_at_one_door_after_another()
    {
        var doors = Enumerable.Range(0, 6).Select(i => Site.Door with { Name = $"door {i}", TwoFactorAlways = true }).ToArray();
        var policy = Site.Policy(doors);
        var state = AccessState.Empty;
        for (var i = 0; i < 5; i++)
            state = Fail(policy, Site.Request(door: $"door {i}", pin: PinAnswer.Wrong), 1, state);

        Assert.Equal(ReasonCode.LockedOut, policy.Decide(Site.Request(door: "door 5", pin: PinAnswer.Right), state).Reason);
        Assert.Equal(AccessOutcome.Grant, policy.Decide(Site.Request(Site.Guard, door: "door 5", pin: PinAnswer.Right), state).Outcome);
    }

    [Theory]
    [InlineData("plain", ReasonCode.LockedOut)]
    [InlineData("with pin", ReasonCode.WrongPin)]
    public void Only_the_right_pin_gives_fresh_guesses_not_a_door_without_a_pin(string between, ReasonCode reason)
    {
        var policy = Site.Policy(
            Site.Door with { Name = "plain" },
            Site.Door with { Name = "with pin", TwoFactorAlways = true },
            Site.Door with { Name = "other", TwoFactorAlways = true });
        var wrong = Site.Request(door: "other", pin: PinAnswer.Wrong);
        var right = Site.Request(door: between, pin: between is "plain" ? PinAnswer.NotGiven : PinAnswer.Right);
        var state = Fail(policy, wrong, 4, AccessState.Empty);
        state = policy.Remember(right, policy.Decide(right, state), state);
        state = Fail(policy, wrong with { Door = "with pin" }, 1, state);

        Assert.Equal(reason, policy.Decide(wrong with { Door = "with pin" }, state).Reason);
    }

    [Fact]
    public void Nobody_is_let_in_before_the_first_person_of_the_day()
    {
        var door = Site.Door with { FirstPersonGroups = [Site.Guards] };
        var policy = Site.Policy(door);
        Denied(ReasonCode.NoFirstPerson, Site.Request(), door);

        Granted(Site.Request(Site.Guard), door);
        var state = policy.Passed(Site.Request(Site.Guard), AccessState.Empty);
        Granted(Site.Request(), door, state);
        Denied(ReasonCode.NoFirstPerson, Site.Request(at: Site.Morning.AddHours(14)), door, state); // Midnight in Berlin.
        Denied(ReasonCode.NoFirstPerson, Site.Request(), door, policy.Passed(Site.Request(), AccessState.Empty));
    }

    [Fact]
    public void Anti_passback_follows_both_ways_through_one_door()
    {
        var door = Site.Door with { AntiPassback = AntiPassback.Hard };
        var policy = Site.Policy(door);
        var (enter, leave) = (Site.Request(), Site.Request() with { Direction = DoorDirection.Out });
        var inside = policy.Passed(enter, AccessState.Empty);
        Denied(ReasonCode.AntiPassback, enter, door, inside);
        Granted(leave, door, inside);
        var outside = policy.Passed(leave, inside);
        Denied(ReasonCode.AntiPassback, leave, door, outside);
        Granted(enter, door, outside);
    }

    [Theory]
    [InlineData("a new name")]
    [InlineData("its door is gone")]
    [InlineData("its door is followed no more")]
    public void A_place_that_no_followed_door_leads_to_any_more_keeps_nobody_out(string change)
    {
        var (enter, leave) = Pair(AntiPassback.Hard);
        var lab = enter with { Name = "lab", FromZone = "office", ToZone = "lab" };
        var before = Site.Policy(enter, leave, lab);
        var state = before.Passed(Site.Request(door: "lab"), before.Passed(Site.Request(), AccessState.Empty));
        Assert.Equal(ReasonCode.AntiPassback, before.Decide(Site.Request(), state).Reason);

        var after = change switch
        {
            "a new name" => Site.Policy(enter, leave, lab with { ToZone = "laboratory" }),
            "its door is gone" => Site.Policy(enter, leave),
            _ => Site.Policy(enter, leave, lab with { AntiPassback = AntiPassback.None }),
        };
        Assert.Equal(AccessOutcome.Grant, after.Decide(Site.Request(), state).Outcome);
        Assert.Equal(ReasonCode.AntiPassback, after.Decide(Site.Request(), after.Passed(Site.Request(), state)).Reason);
    }

    [Fact]
    public void Whoever_leaves_neither_waits_for_the_first_person_nor_is_it()
    {
        var door = Site.Door with { FirstPersonGroups = [Site.Guards] };
        Granted(Site.Request() with { Direction = DoorDirection.Out }, door);
        var left = Site.Policy(door).Passed(Site.Request(Site.Guard) with { Direction = DoorDirection.Out }, AccessState.Empty);
        Denied(ReasonCode.NoFirstPerson, Site.Request(), door, left);
    }

    [Fact]
    public void Hold_open_can_wait_for_the_first_person()
    {
        var door = Site.Door with { HoldOpen = Site.Weekdays("08:00", "18:00"), HoldOpenAfterFirstPerson = true };
        var policy = Site.Policy(door);
        Assert.False(policy.IsHeldOpen("main", Site.Morning, AccessState.Empty));

        var state = policy.Passed(Site.Request(), AccessState.Empty);
        Assert.True(policy.IsHeldOpen("main", Site.Morning, state));
        Assert.False(policy.IsHeldOpen("main", Site.Morning.AddHours(8), state));
        Assert.False(policy.IsHeldOpen("main", Site.Morning.AddDays(1), state));
    }

    [Fact]
    public void Rules_that_contradict_themselves_are_refused_with_every_fault()
    {
        var bad = new DoorPolicy { Name = "a", AntiPassback = AntiPassback.Timed, AntiPassbackTime = TimeSpan.Zero, HoldOpenAfterFirstPerson = true };

        var fault = Assert.Throws<ArgumentException>(() => new AccessModel([bad, bad], new() { Failures = 0, BackOff = TimeSpan.Zero, Window = TimeSpan.Zero }));

        Assert.Equal(3 + 1 + 2 * 3, fault.Message.Split('\n').Length);
    }

    private static (DoorPolicy Enter, DoorPolicy Leave) Pair(AntiPassback mode)
    {
        var enter = Site.Door with { AntiPassback = mode };
        return (enter, enter with { Name = "out", FromZone = "office", ToZone = "street" });
    }

    private static DoorPolicy Pad => Site.Door with { AllowPinOnly = true };

    private static AccessRequest ByNumber(DateTimeOffset at) => Site.Request(Site.Person with { HasReferences = false }, at, PinAnswer.Right) with { Face = FaceAnswer.NotUsed };

    private static AccessState Fail(AccessPolicy policy, AccessRequest request, int times, AccessState state)
    {
        for (var i = 0; i < times; i++)
            state = policy.Remember(request, policy.Decide(request, state), state);
        return state;
    }

    private static void Granted(AccessRequest request, DoorPolicy? door = null, AccessState? state = null) =>
        Assert.Null(Site.Policy(door ?? Site.Door).Decide(request, state ?? AccessState.Empty).Reason);

    private static void Denied(ReasonCode reason, AccessRequest request, DoorPolicy? door = null, AccessState? state = null)
    {
        var decision = Site.Policy(door ?? Site.Door).Decide(request, state ?? AccessState.Empty);
        Assert.Equal(AccessOutcome.Deny, decision.Outcome);
        Assert.Equal(reason, decision.Reason);
    }
}
