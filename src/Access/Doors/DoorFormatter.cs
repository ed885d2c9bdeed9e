using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Doors;

/// <summary>A door's events and states in plain words.</summary>
public static class DoorFormatter
{
    /// <summary>How every event begins that opens the lock.</summary>
    public const string Unlocked = "unlocked";

    private static readonly (DoorActions Action, string Words)[] Actions =
    [
        (DoorActions.Unlock, Unlocked),
        (DoorActions.Lock, "locked"),
        (DoorActions.Refuse, "not unlocked"),
        (DoorActions.RecordOpened, "door opened"),
        (DoorActions.RecordClosed, "door closed"),
        (DoorActions.WarnHeldOpen, "open for too long: please close it"),
        (DoorActions.AlarmHeldOpen, "alarm: held open"),
        (DoorActions.AlarmForced, "alarm: forced open"),
        (DoorActions.EndDoorAlarm, "alarm over"),
        (DoorActions.AlarmTamper, "alarm: the case was opened"),
        (DoorActions.EndTamperAlarm, "the case is closed again"),
        (DoorActions.AlarmFault, "fault"),
        (DoorActions.EndFaultAlarm, "fault over"),
    ];

    /// <summary>An event: what happened, and why.</summary>
    public static string Of(DoorEvent happened)
    {
        var what = string.Join(", ", Actions.Where(a => happened.Actions.HasFlag(a.Action)).Select(a => a.Words));
        if (what.Length == 0)
            what = Of(happened.Mode);
        var why = Cause(happened);
        return why.Length == 0 ? what : $"{what} ({why})";
    }

    /// <summary>Why the lock is as it is.</summary>
    public static string Of(DoorMode mode) => mode switch
    {
        DoorMode.Locked => "locked",
        DoorMode.Unlocked => "unlocked for a moment",
        DoorMode.HoldOpen => "held open",
        DoorMode.Impaired => "locked: a fault of camera, record or contact; exit button and operators still open",
        DoorMode.Tampered => "locked: the case was opened",
        DoorMode.Interlocked => "locked: the other door is open",
        DoorMode.Lockdown => "locked down",
        DoorMode.Fault => "locked: a fault",
        _ => "unlocked: emergency release",
    };

    /// <summary>What the leaf does.</summary>
    public static string Of(DoorLeaf leaf) => leaf switch
    {
        DoorLeaf.Closed => "closed",
        DoorLeaf.Open => "open",
        DoorLeaf.HeldWarning => "open for too long",
        DoorLeaf.HeldAlarm => "alarm: held open",
        _ => "alarm: forced open",
    };

    private static string Cause(DoorEvent happened)
    {
        var cause = happened.Cause switch
        {
            DoorInput.Tick => happened.Actions.HasFlag(DoorActions.Lock) && happened.Detail is null ? "time is up" : "",
            DoorInput.Grant or DoorInput.PinGrant => "access granted",
            DoorInput.RemoteUnlock => "by an operator",
            DoorInput.RexPressed => "exit button",
            DoorInput.Opened => happened.Actions.HasFlag(DoorActions.Lock) ? "it was opened" : "",
            DoorInput.HoldOpenStarted => "hold open begins",
            DoorInput.HoldOpenEnded => "hold open ends",
            DoorInput.LockdownStarted => "lockdown begins",
            DoorInput.LockdownEnded => "lockdown ends",
            DoorInput.PeerBusy => "the other door is open",
            DoorInput.PeerSecure => "the other door is locked again",
            DoorInput.EmergencyStarted => "emergency release",
            DoorInput.EmergencyEnded => "emergency release is reset",
            _ => "",
        };
        return string.Join(", ", new[] { cause, happened.Detail ?? "" }.Where(part => part.Length > 0));
    }
}
