using AccessKiosk.Hardware.Doors;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>What must hold in every sequence of inputs, with the timer served at its deadlines.</summary>
[Properties(Arbitrary = [typeof(Steps)], MaxTest = 2000)]
public sealed class DoorPropertyTests
{
    private static readonly DoorInput[] Unlocking = [DoorInput.Grant, DoorInput.PinGrant, DoorInput.RemoteUnlock, DoorInput.RexPressed];

    [Property]
    public void Never_unlocked_longer_than_the_pulse_but_for_hold_open_and_emergency(Moment[] steps, bool rexUnlocks, bool relock)
    {
        TimeSpan? asked = null;
        Follow(steps, Options(rexUnlocks, relock), (walk, input, actions) =>
        {
            if (Unlocking.Contains(input) && !actions.HasFlag(DoorActions.Refuse))
                asked = walk.Now;
            if (walk.State.IsUnlocked && !walk.State.IsFreePassage)
                Assert.True(asked is not null && walk.Now - asked < walk.Options.Pulse, $"still unlocked at {walk.Now}, last asked {asked}");
        });
    }

    [Property]
    public void In_lockdown_and_on_fault_nothing_but_the_emergency_release_unlocks(Moment[] steps, bool rexUnlocks, bool relock) =>
        Follow(steps, Options(rexUnlocks, relock), (walk, _, _) =>
        {
            if (walk.State.Has(DoorConditions.Lockdown | DoorConditions.Fault | DoorConditions.PeerBusy))
                Assert.Equal(walk.State.Has(DoorConditions.Emergency), walk.State.IsUnlocked);
        });

    [Property]
    public void A_fault_of_camera_or_record_bars_grants_and_nothing_else(Moment[] steps, bool relock) =>
        Follow(steps, Options(rexUnlocks: true, relock), (walk, input, actions) =>
        {
            var refused = actions.HasFlag(DoorActions.Refuse);
            if (input is DoorInput.RemoteUnlock or DoorInput.RexPressed && !walk.State.Has(DoorConditions.Lockdown | DoorConditions.Fault | DoorConditions.PeerBusy))
                Assert.False(refused);
            if (input is DoorInput.Grant && walk.State.Has(DoorConditions.FacesBarred | DoorConditions.GrantsBarred) && !walk.State.IsFreePassage)
                Assert.True(refused);
        });

    [Property]
    public void The_emergency_release_always_unlocks(Moment[] steps, bool rexUnlocks, bool relock) =>
        Follow(steps, Options(rexUnlocks, relock), (walk, _, _) =>
        {
            if (walk.State.Has(DoorConditions.Emergency))
                Assert.True(walk.State.IsUnlocked);
        });

    [Property]
    public void Lock_and_unlock_actions_follow_the_drive_exactly(Moment[] steps, bool rexUnlocks, bool relock)
    {
        var driven = false;
        Follow(steps, Options(rexUnlocks, relock), (walk, _, actions) =>
        {
            Assert.False(actions.HasFlag(DoorActions.Lock | DoorActions.Unlock));
            driven = (driven || actions.HasFlag(DoorActions.Unlock)) && !actions.HasFlag(DoorActions.Lock);
            Assert.Equal(walk.State.IsUnlocked, driven);
        });
    }

    [Property]
    public void A_door_that_opens_while_locked_without_a_reason_is_always_forced(Moment[] steps, bool relock)
    {
        var lastReason = TimeSpan.FromDays(-1);
        var closed = true;
        Follow(steps, Options(rexUnlocks: false, relock), (walk, input, actions) =>
        {
            var opens = closed && input is DoorInput.Opened;
            if (opens && walk.Now - lastReason > walk.Options.RexLimit + walk.Options.RexTime + walk.Options.Pulse)
                Assert.True(actions.HasFlag(DoorActions.AlarmForced));
            if (walk.State.IsUnlocked || actions.HasFlag(DoorActions.Lock) || walk.State.RexUntil >= walk.Now || input is DoorInput.RexReleased or DoorInput.Closed)
                lastReason = walk.Now;
            closed = walk.State.Leaf is DoorLeaf.Closed;
        });
    }

    [Property]
    public void Every_alarm_about_the_leaf_ends_when_the_door_closes(Moment[] steps, bool rexUnlocks, bool relock)
    {
        var alarm = false;
        Follow(steps, Options(rexUnlocks, relock), (walk, _, actions) =>
        {
            var begins = (actions & (DoorActions.AlarmForced | DoorActions.AlarmHeldOpen | DoorActions.WarnHeldOpen)) != DoorActions.None;
            alarm = (alarm && !actions.HasFlag(DoorActions.EndDoorAlarm)) || begins;
            if (walk.State.Leaf is DoorLeaf.Closed or DoorLeaf.Open)
                Assert.False(alarm && !begins);
            else
                Assert.True(alarm);
        });
    }

    [Property]
    public void A_deadline_always_lies_ahead_and_serving_it_changes_something(Moment[] steps, bool rexUnlocks, bool relock) =>
        Follow(steps, Options(rexUnlocks, relock), (walk, _, _) =>
        {
            if (walk.NextDeadline is not { } deadline)
                return;

            Assert.True(deadline > walk.Now);
            var machine = new DoorStateMachine(walk.Options);
            Assert.NotEqual(walk.State, machine.Step(walk.State, DoorInput.Tick, deadline).State);
        });

    private static DoorOptions Options(bool rexUnlocks, bool relock)
    {
        var options = Walk.Standard;
        (options.RexUnlocks, options.RelockOnOpen) = (rexUnlocks, relock);
        return options;
    }

    private static void Follow(Moment[] steps, DoorOptions options, Action<Walk, DoorInput, DoorActions> check)
    {
        var walk = new Walk(options);
        foreach (var step in steps)
        {
            var until = walk.Now + step.After;
            while (walk.NextDeadline is { } deadline && deadline <= until)
                check(walk, DoorInput.Tick, walk.Wait(deadline - walk.Now));
            if (until > walk.Now)
                check(walk, DoorInput.Tick, walk.Wait(until - walk.Now));
            check(walk, step.Input, walk.Do(step.Input));
        }
    }

    public sealed record Moment(TimeSpan After, DoorInput Input);

    public static class Steps
    {
        public static Arbitrary<Moment> Moment() => (
            from milliseconds in Gen.Frequency((3, Gen.Choose(0, 1000)), (2, Gen.Choose(0, 10_000)), (1, Gen.Choose(0, 120_000)))
            from input in Gen.Elements(Enum.GetValues<DoorInput>())
            select new Moment(TimeSpan.FromMilliseconds(milliseconds), input)).ToArbitrary();
    }
}
