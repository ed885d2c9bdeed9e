namespace AccessKiosk.Hardware.Doors;

/// <summary>
/// The door's rules: state, input and time lead to the next state and its actions. Pure: no clock, no hardware, the
/// same answer every time. docs/door.md holds the table made from it.
/// </summary>
/// <param name="options">The door's times; must be free of faults.</param>
public sealed class DoorStateMachine(DoorOptions options)
{
    /// <summary>How long a leaf may rebound from its frame, and how long a contact must tell of an opening to end the pulse.</summary>
    public static readonly TimeSpan ReboundTime = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestRebound = TimeSpan.FromSeconds(3);
    private const DoorConditions Impaired = DoorConditions.FacesBarred | DoorConditions.GrantsBarred;
    private const DoorConditions Barred = DoorConditions.PeerBusy | DoorConditions.Lockdown | DoorConditions.Fault;

    /// <summary>The state at start: locked. A door found open is taken for lawfully open, and its held-open clock runs.</summary>
    public static DoorState Start(bool open, TimeSpan now) =>
        new() { Leaf = open ? DoorLeaf.Open : DoorLeaf.Closed, OpenSince = now };

    /// <summary>Takes one input.</summary>
    /// <param name="state">The state so far.</param>
    /// <param name="input">What happened.</param>
    /// <param name="now">When, on a clock that never goes back.</param>
    public DoorTransition Step(in DoorState state, DoorInput input, TimeSpan now)
    {
        var elapsed = Elapse(state, now);
        var applied = Apply(elapsed.State, input, now);
        var settled = Settle(elapsed.State, applied.State, now);
        return new(settled.State, elapsed.Actions | applied.Actions | settled.Actions | Drive(state, settled.State));
    }

    /// <summary>When the state changes by itself if nothing happens; null: never.</summary>
    public TimeSpan? NextDeadline(in DoorState state)
    {
        TimeSpan? held = state.IsFreePassage ? null : state.Leaf switch
        {
            DoorLeaf.Open => state.OpenSince + options.HeldWarning,
            DoorLeaf.HeldWarning => state.OpenSince + options.HeldAlarm,
            _ => null,
        };
        return Earlier(Earlier(state.UnlockedUntil, state.RelockAt), held);
    }

    private static DoorActions Drive(in DoorState before, in DoorState after) => (before.IsUnlocked, after.IsUnlocked) switch
    {
        (false, true) => DoorActions.Unlock,
        (true, false) => DoorActions.Lock,
        _ => DoorActions.None,
    };

    private DoorTransition Elapse(in DoorState state, TimeSpan now)
    {
        var next = state;
        var actions = DoorActions.None;
        if (next.UnlockedUntil <= now || next.RelockAt <= now)
            next = next with { UnlockedUntil = null };
        if (!state.IsFreePassage && next.Leaf is DoorLeaf.Open && now >= next.OpenSince + options.HeldWarning)
        {
            next = next with { Leaf = DoorLeaf.HeldWarning };
            actions |= DoorActions.WarnHeldOpen;
        }

        if (!state.IsFreePassage && next.Leaf is DoorLeaf.HeldWarning && now >= next.OpenSince + options.HeldAlarm)
        {
            next = next with { Leaf = DoorLeaf.HeldAlarm };
            actions |= DoorActions.AlarmHeldOpen;
        }

        var settled = Settle(state, next, now);
        return new(settled.State, actions | settled.Actions);
    }

    private DoorTransition Apply(in DoorState state, DoorInput input, TimeSpan now) => input switch
    {
        DoorInput.Tick => new(state, DoorActions.None),
        DoorInput.Grant => Pulse(state, now, Barred | DoorConditions.Tamper | Impaired, isFace: true),
        DoorInput.PinGrant => Pulse(state, now, Barred | DoorConditions.Tamper | DoorConditions.GrantsBarred),
        DoorInput.RemoteUnlock => Pulse(state, now, Barred),
        DoorInput.RexPressed => Exit(state with { RexUntil = now + options.RexLimit }, now),
        DoorInput.RexReleased when state.RexUntil is not null =>
            new(state with { RexUntil = null, ShuntUntil = Later(state.ShuntUntil, now + options.RexTime) }, DoorActions.None),
        DoorInput.RexReleased => new(state, DoorActions.None),
        DoorInput.Opened => Open(state, now),
        DoorInput.Closed => Close(state, now),
        DoorInput.HoldOpenStarted => Raise(state, DoorConditions.HoldOpen, DoorActions.None),
        DoorInput.HoldOpenEnded => Lift(state, DoorConditions.HoldOpen, DoorActions.None),
        DoorInput.TamperDetected => Raise(state with { UnlockedUntil = null }, DoorConditions.Tamper, DoorActions.AlarmTamper),
        DoorInput.TamperCleared => Lift(state, DoorConditions.Tamper, DoorActions.EndTamperAlarm),
        DoorInput.PeerBusy => Raise(state, DoorConditions.PeerBusy, DoorActions.None),
        DoorInput.PeerSecure => Lift(state, DoorConditions.PeerBusy, DoorActions.None),
        DoorInput.LockdownStarted => Raise(state, DoorConditions.Lockdown, DoorActions.None),
        DoorInput.LockdownEnded => Lift(state, DoorConditions.Lockdown, DoorActions.None),
        DoorInput.FaultDetected => Raise(state, DoorConditions.Fault, DoorActions.AlarmFault),
        DoorInput.FaultCleared => Lift(state, DoorConditions.Fault, DoorActions.EndFaultAlarm),
        DoorInput.FacesBarred => Raise(WithoutFacePulse(state), DoorConditions.FacesBarred, DoorActions.AlarmFault),
        DoorInput.FacesAllowed => Lift(state, DoorConditions.FacesBarred, DoorActions.EndFaultAlarm),
        DoorInput.GrantsBarred => Raise(WithoutFacePulse(state), DoorConditions.GrantsBarred, DoorActions.AlarmFault),
        DoorInput.GrantsAllowed => Lift(state, DoorConditions.GrantsBarred, DoorActions.EndFaultAlarm),
        DoorInput.EmergencyStarted => Raise(state, DoorConditions.Emergency, DoorActions.None),
        DoorInput.EmergencyEnded => Lift(state, DoorConditions.Emergency, DoorActions.None),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "Not an input of a door."),
    };

    // What a face was let in by has failed: nobody else goes through on its pulse.
    private static DoorState WithoutFacePulse(in DoorState state) => state.IsFacePulse ? state with { UnlockedUntil = null } : state;

    private DoorTransition Exit(in DoorState state, TimeSpan now) =>
        options.RexUnlocks ? Pulse(state, now, Barred) : Lawful(state, now);

    private DoorTransition Pulse(in DoorState state, TimeSpan now, DoorConditions against, bool isFace = false)
    {
        if (state.IsFreePassage)
            return new(state, DoorActions.None);

        return state.Has(against)
            ? new(state, DoorActions.Refuse)
            : Lawful(state with { UnlockedUntil = now + options.Pulse, IsFacePulse = isFace, IsUnusedPulse = true, RelockAt = null, ReboundUntil = null }, now);
    }

    // Another person may pass through a door that is still open: its clock starts again, but an alarm stays until it closes.
    private static DoorTransition Lawful(in DoorState state, TimeSpan now) => state.Leaf switch
    {
        DoorLeaf.Open => new(state with { OpenSince = now }, DoorActions.None),
        DoorLeaf.HeldWarning => new(state with { Leaf = DoorLeaf.Open, OpenSince = now }, DoorActions.EndDoorAlarm),
        _ => new(state, DoorActions.None),
    };

    private DoorTransition Open(in DoorState state, TimeSpan now)
    {
        if (state.Leaf is not DoorLeaf.Closed)
            return new(state, DoorActions.None);

        var rebound = now <= state.ReboundUntil;
        var lawful = rebound || state.IsUnlocked || now <= state.ShuntUntil || now <= state.RexUntil;
        var next = state with
        {
            Leaf = lawful ? DoorLeaf.Open : DoorLeaf.Forced,
            OpenSince = now,
            ShuntUntil = null,
            ReboundUntil = null,
            IsRebound = rebound,
            IsUnusedPulse = false,
            RelockAt = options.RelockOnOpen && state.UnlockedUntil is not null ? now + ReboundTime : null,
        };
        return new(next, rebound ? DoorActions.None : lawful ? DoorActions.RecordOpened : DoorActions.AlarmForced);
    }

    private static DoorTransition Close(in DoorState state, TimeSpan now)
    {
        if (state.Leaf is DoorLeaf.Closed)
            return new(state, DoorActions.None);

        var closed = state with { Leaf = DoorLeaf.Closed, RelockAt = null, IsRebound = false };
        if (state.Leaf is DoorLeaf.Forced)
            return new(closed, DoorActions.RecordClosed | DoorActions.EndDoorAlarm);
        var limit = state.IsRebound ? state.ReboundLimit : now + LongestRebound;
        closed = closed with { ReboundLimit = limit, ReboundUntil = state.IsUnusedPulse ? null : Earlier(now + ReboundTime, limit) };
        return new(closed, state switch
        {
            { Leaf: not DoorLeaf.Open } => DoorActions.RecordClosed | DoorActions.EndDoorAlarm,
            { IsRebound: true } => DoorActions.None,
            _ => DoorActions.RecordClosed,
        });
    }

    private static DoorTransition Raise(in DoorState state, DoorConditions condition, DoorActions actions) =>
        state.Has(condition) ? new(state, DoorActions.None) : new(state with { Conditions = state.Conditions | condition }, actions);

    private static DoorTransition Lift(in DoorState state, DoorConditions condition, DoorActions actions) =>
        state.Has(condition) ? new(state with { Conditions = state.Conditions & ~condition }, actions) : new(state, DoorActions.None);

    private DoorTransition Settle(in DoorState before, in DoorState after, TimeSpan now)
    {
        var next = after;
        // A pulse ends for good when something stronger takes the lock, so that it cannot come back when that is lifted.
        if (next.UnlockedUntil is not null && (next.Has(Barred | DoorConditions.Emergency) || (next.Conditions & ~Impaired) is DoorConditions.HoldOpen))
            next = next with { UnlockedUntil = null };
        if (next.UnlockedUntil is null)
            next = next with { RelockAt = null, IsFacePulse = false, IsUnusedPulse = false };
        if (before.IsUnlocked && !next.IsUnlocked && next.Leaf is DoorLeaf.Closed)
            next = next with { ShuntUntil = Later(next.ShuntUntil, now + options.ForcedGrace) };
        if (before.IsFreePassage && !next.IsFreePassage)
            next = next with { OpenSince = now };
        if (next.IsFreePassage && next.Leaf is DoorLeaf.HeldWarning or DoorLeaf.HeldAlarm)
            return new(next with { Leaf = DoorLeaf.Open }, DoorActions.EndDoorAlarm);
        return new(next, DoorActions.None);
    }

    private static TimeSpan? Earlier(TimeSpan? first, TimeSpan? second) => first is null || second < first ? second ?? first : first;

    private static TimeSpan Later(TimeSpan? first, TimeSpan second) => first > second ? first.Value : second;
}
