using AccessKiosk.Hardware.Doors;
using static AccessKiosk.Hardware.Doors.DoorInput;

namespace AccessKiosk.Hardware.Tests.Doors;

public sealed class DoorStateMachineTests
{
    [Fact]
    public void A_grant_unlocks_for_the_pulse_and_no_longer()
    {
        var walk = new Walk();

        Assert.Equal(DoorActions.Unlock, walk.Do(Grant));
        Assert.Equal(walk.Options.Pulse, walk.NextDeadline);
        Assert.Equal(DoorActions.None, walk.Wait(4.999));
        Assert.Equal(DoorActions.Lock, walk.Wait(0.001));
        Assert.Null(walk.NextDeadline);
    }

    [Fact]
    public void A_second_grant_starts_the_pulse_again()
    {
        var walk = new Walk();
        walk.Do(Grant);
        walk.Wait(4);
        walk.Do(Grant);

        Assert.Equal(DoorActions.None, walk.Wait(4.9));
        Assert.Equal(DoorActions.Lock, walk.Wait(0.1));
    }

    [Fact]
    public void Opening_ends_the_pulse_where_one_grant_is_one_opening()
    {
        var walk = new Walk();
        walk.Do(Grant);

        Assert.Equal(DoorActions.RecordOpened, walk.Do(Opened));
        Assert.Equal(walk.Now + DoorStateMachine.ReboundTime, walk.NextDeadline);
        Assert.Equal(DoorActions.Lock, walk.Wait(0.5));
        Assert.Equal(DoorActions.RecordClosed, walk.Do(Closed));
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.501).Do(Opened));
    }

    [Fact]
    public void Opening_keeps_the_pulse_where_the_options_say_so()
    {
        var options = Walk.Standard;
        options.RelockOnOpen = false;
        var walk = new Walk(options);
        walk.Do(Grant, Opened, Closed);

        Assert.Equal(DoorMode.Unlocked, walk.State.Mode);
        Assert.Equal(DoorActions.RecordOpened, walk.Late(0.501).Do(Opened));
    }

    [Theory]
    [InlineData(0.4, DoorActions.RecordOpened)]
    [InlineData(0.6, DoorActions.AlarmForced)]
    public void How_long_after_the_lock_a_leaf_may_still_open_is_set(double late, DoorActions actions)
    {
        var options = Walk.Standard;
        options.ForcedGrace = TimeSpan.FromSeconds(0.5);
        var walk = new Walk(options);
        walk.Do(Grant);
        walk.Wait(options.Pulse);
        Assert.Equal(actions, walk.Late(late).Do(Opened));
    }

    [Theory]
    [InlineData(4, DoorActions.RecordOpened)]
    [InlineData(6, DoorActions.AlarmForced)]
    public void How_long_a_pressed_exit_button_counts_is_set(double late, DoorActions actions)
    {
        var options = Walk.Standard;
        options.RexLimit = TimeSpan.FromSeconds(5);
        var walk = new Walk(options);
        walk.Do(RexPressed);
        Assert.Equal(actions, walk.Late(late).Do(Opened));
    }

    [Fact]
    public void A_grant_while_the_door_swings_shut_is_not_lost()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened, Grant, Closed);

        Assert.Equal(DoorMode.Unlocked, walk.State.Mode);
        Assert.Equal(DoorActions.RecordOpened, walk.Do(Opened));
        Assert.Equal(DoorActions.Lock, walk.Wait(0.5));
    }

    [Fact]
    public void An_opening_just_after_the_lock_closes_is_lawful_and_a_later_one_forced()
    {
        var walk = new Walk();
        walk.Do(Grant);
        walk.Wait(5);
        Assert.Equal(DoorActions.RecordOpened, walk.Late(0.5).Do(Opened));

        walk = new Walk();
        walk.Do(Grant);
        walk.Wait(5);
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.501).Do(Opened));
    }

    [Fact]
    public void A_late_timer_does_not_turn_a_lawful_opening_into_a_forced_one()
    {
        var walk = new Walk();
        walk.Do(Grant);

        Assert.Equal(DoorActions.Lock | DoorActions.RecordOpened, walk.Late(7).Do(Opened));
    }

    [Fact]
    public void A_door_left_open_warns_then_alarms_and_ends_both_when_it_closes()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(0.5);
        Assert.Equal(walk.Options.HeldWarning, walk.NextDeadline);
        Assert.Equal(DoorActions.WarnHeldOpen, walk.Wait(19.5));
        Assert.Equal(walk.Options.HeldAlarm, walk.NextDeadline);
        Assert.Equal(DoorActions.AlarmHeldOpen, walk.Wait(10));
        Assert.Null(walk.NextDeadline);
        Assert.Equal(DoorActions.RecordClosed | DoorActions.EndDoorAlarm, walk.Do(Closed));
    }

    [Fact]
    public void A_very_late_timer_warns_and_alarms_together()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);

        Assert.Equal(DoorActions.Lock | DoorActions.WarnHeldOpen | DoorActions.AlarmHeldOpen, walk.Wait(3600));
    }

    [Fact]
    public void The_next_person_through_an_open_door_starts_its_clock_again()
    {
        var walk = new Walk();
        walk.Do(Grant, Opened);
        walk.Wait(15);
        walk.Do(Grant);

        Assert.Equal(DoorLeaf.Open, Do(() => walk.Wait(19.9)));
        Assert.Equal(DoorLeaf.HeldWarning, Do(() => walk.Wait(0.1)));

        DoorLeaf Do(Action wait)
        {
            wait();
            return walk.State.Leaf;
        }
    }

    [Fact]
    public void A_request_to_exit_does_not_raise_forced()
    {
        var walk = new Walk();
        Assert.Equal(DoorActions.None, walk.Do(RexPressed));
        Assert.Equal(DoorActions.RecordOpened, walk.Late(3).Do(Opened));
    }

    [Fact]
    public void A_request_to_exit_excuses_for_its_time_after_release_only()
    {
        var walk = new Walk();
        walk.Do(RexPressed, RexReleased);
        Assert.Equal(DoorActions.RecordOpened, walk.Late(5).Do(Opened));

        walk.Do(Closed);
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.501).Do(Opened));

        walk = new Walk();
        walk.Do(RexPressed, RexReleased);
        Assert.Equal(DoorActions.AlarmForced, walk.Late(5.001).Do(Opened));
    }

    [Fact]
    public void A_jammed_exit_button_does_not_silence_the_alarm_for_ever()
    {
        var walk = new Walk();
        walk.Do(RexPressed);

        Assert.Equal(DoorActions.AlarmForced, walk.Late(60.001).Do(Opened));
    }

    [Fact]
    public void A_request_to_exit_unlocks_a_magnet_for_one_pulse_even_while_held()
    {
        var options = Walk.Standard;
        options.RexUnlocks = true;
        var walk = new Walk(options);

        Assert.Equal(DoorActions.Unlock, walk.Do(RexPressed));
        Assert.Equal(DoorActions.Lock, walk.Wait(5));
    }

    [Fact]
    public void People_can_leave_by_request_to_exit_while_the_case_is_open()
    {
        var options = Walk.Standard;
        options.RexUnlocks = true;

        Assert.Equal(DoorActions.Unlock, Walk.To(DoorMode.Tampered, options).Do(RexPressed));
    }

    [Theory]
    [InlineData(DoorMode.Interlocked)]
    [InlineData(DoorMode.Lockdown)]
    [InlineData(DoorMode.Fault)]
    public void A_request_to_exit_does_not_work_the_lock_while_it_is_barred(DoorMode mode)
    {
        var options = Walk.Standard;
        options.RexUnlocks = true;
        var walk = Walk.To(mode, options);

        Assert.Equal(DoorActions.Refuse, walk.Do(RexPressed));
        Assert.Equal(DoorActions.RecordOpened, walk.Do(Opened));
    }

    [Theory]
    [InlineData(LockdownStarted, LockdownEnded)]
    [InlineData(FaultDetected, FaultCleared)]
    [InlineData(PeerBusy, PeerSecure)]
    [InlineData(EmergencyStarted, EmergencyEnded)]
    [InlineData(TamperDetected, TamperCleared)]
    [InlineData(FacesBarred, FacesAllowed)]
    [InlineData(GrantsBarred, GrantsAllowed)]
    public void A_pulse_that_was_cut_short_does_not_come_back(DoorInput begin, DoorInput end)
    {
        var walk = new Walk();
        walk.Do(Grant, begin, end);

        Assert.Equal(DoorMode.Locked, walk.State.Mode);
    }

    [Fact]
    public void When_the_stronger_condition_ends_the_next_one_holds()
    {
        var walk = new Walk();
        walk.Do(HoldOpenStarted, TamperDetected, PeerBusy, LockdownStarted, FaultDetected, EmergencyStarted);
        Assert.Equal(DoorMode.Emergency, walk.State.Mode);
        Assert.Equal(DoorActions.Lock, walk.Do(EmergencyEnded));
        Assert.Equal(DoorMode.Fault, walk.State.Mode);
        walk.Do(FaultCleared);
        Assert.Equal(DoorMode.Lockdown, walk.State.Mode);
        walk.Do(LockdownEnded);
        Assert.Equal(DoorMode.Interlocked, walk.State.Mode);
        walk.Do(PeerSecure);
        Assert.Equal(DoorMode.Tampered, walk.State.Mode);
        Assert.Equal(DoorActions.Unlock | DoorActions.EndTamperAlarm, walk.Do(TamperCleared));
        Assert.Equal(DoorMode.HoldOpen, walk.State.Mode);
    }

    [Theory]
    [InlineData(HoldOpenStarted, HoldOpenEnded)]
    [InlineData(EmergencyStarted, EmergencyEnded)]
    public void A_door_that_may_stand_open_starts_its_clock_when_that_ends(DoorInput begin, DoorInput end)
    {
        var walk = new Walk();
        walk.Do(begin, Opened);
        Assert.Null(walk.NextDeadline);
        Assert.Equal(DoorActions.None, walk.Wait(3600));

        walk.Late(3600).Do(end);
        Assert.Equal(walk.Now + walk.Options.HeldWarning, walk.NextDeadline);
        Assert.Equal(DoorActions.WarnHeldOpen, walk.Wait(20));
    }

    [Fact]
    public void A_forced_alarm_stays_through_grants_until_the_door_closes()
    {
        var walk = Walk.To(DoorLeaf.Forced);
        walk.Do(Grant, EmergencyStarted, EmergencyEnded);
        Assert.Equal(DoorLeaf.Forced, walk.State.Leaf);

        Assert.Equal(DoorActions.RecordClosed | DoorActions.EndDoorAlarm, walk.Do(Closed));
        Assert.Equal(DoorActions.Unlock, walk.Do(Grant));
    }

    [Fact]
    public void A_door_found_open_at_start_is_not_forced_but_warns()
    {
        var walk = new Walk(open: true);

        Assert.Equal(DoorLeaf.Open, walk.State.Leaf);
        Assert.Equal(DoorActions.WarnHeldOpen, walk.Wait(20));
    }

    [Fact]
    public void Lockdown_cuts_the_pulse_and_an_opening_after_the_grace_is_forced()
    {
        var walk = new Walk();
        walk.Do(Grant);
        Assert.Equal(DoorActions.Lock, walk.Late(1).Do(LockdownStarted));
        Assert.Equal(DoorActions.AlarmForced, walk.Late(0.6).Do(Opened));
    }
}
