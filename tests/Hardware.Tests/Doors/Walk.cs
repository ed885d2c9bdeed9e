using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>A state machine and a clock in the hand of a test.</summary>
internal sealed class Walk
{
    private readonly DoorStateMachine _machine;

    public Walk(DoorOptions? options = null, bool open = false)
    {
        Options = options ?? Options;
        _machine = new(Options);
        State = DoorStateMachine.Start(open, TimeSpan.Zero);
    }

    public static DoorOptions Standard => new() { Name = "main", Relay = "relay", Contact = "contact" };

    public DoorOptions Options { get; } = Standard;

    public DoorState State { get; private set; }

    public TimeSpan Now { get; private set; }

    public TimeSpan? NextDeadline => _machine.NextDeadline(State);

    public DoorActions Do(params ReadOnlySpan<DoorInput> inputs)
    {
        var actions = DoorActions.None;
        foreach (var input in inputs)
        {
            var transition = _machine.Step(State, input, Now);
            State = transition.State;
            actions = transition.Actions;
        }

        return actions;
    }

    public DoorActions Wait(TimeSpan time)
    {
        Now += time;
        return Do(DoorInput.Tick);
    }

    public DoorActions Wait(double seconds) => Wait(TimeSpan.FromSeconds(seconds));

    /// <summary>Time passes, and the door hears of it only with the next input.</summary>
    public Walk Late(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>A fresh machine led into a mode, the leaf closed.</summary>
    public static Walk To(DoorMode mode, DoorOptions? options = null)
    {
        var walk = new Walk(options);
        walk.Do(mode switch
        {
            DoorMode.Unlocked => [DoorInput.Grant],
            DoorMode.HoldOpen => [DoorInput.HoldOpenStarted],
            DoorMode.Impaired => [DoorInput.FacesBarred],
            DoorMode.Tampered => [DoorInput.TamperDetected],
            DoorMode.Interlocked => [DoorInput.PeerBusy],
            DoorMode.Lockdown => [DoorInput.LockdownStarted],
            DoorMode.Fault => [DoorInput.FaultDetected],
            DoorMode.Emergency => [DoorInput.EmergencyStarted],
            _ => [],
        });
        Assert.Equal(mode, walk.State.Mode);
        return walk;
    }

    /// <summary>A fresh machine led to a leaf, the lock locked.</summary>
    public static Walk To(DoorLeaf leaf, DoorOptions? options = null)
    {
        var walk = new Walk(options);
        if (leaf is DoorLeaf.Forced)
            walk.Do(DoorInput.Opened);
        else if (leaf is not DoorLeaf.Closed)
            walk.Do(DoorInput.Grant, DoorInput.Opened);
        walk.Wait(DoorStateMachine.ReboundTime);
        if (leaf is DoorLeaf.HeldWarning or DoorLeaf.HeldAlarm)
            walk.Wait(leaf is DoorLeaf.HeldWarning ? walk.Options.HeldWarning : walk.Options.HeldAlarm);
        Assert.Equal(leaf, walk.State.Leaf);
        Assert.Equal(DoorMode.Locked, walk.State.Mode);
        return walk;
    }
}
