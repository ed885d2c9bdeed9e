using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Doors;

/// <summary>A door's states in plain words.</summary>
public static class DoorFormatter
{
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
}
