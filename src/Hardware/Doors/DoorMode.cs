namespace AccessKiosk.Hardware.Doors;

/// <summary>Why the lock is as it is.</summary>
public enum DoorMode
{
    /// <summary>Locked; a grant unlocks.</summary>
    Locked,

    /// <summary>Unlocked for the length of the pulse.</summary>
    Unlocked,

    /// <summary>Held unlocked by the schedule.</summary>
    HoldOpen,

    /// <summary>Locked; a fault of camera, record or an input line bars faces or all grants. REX and operators still open.</summary>
    Impaired,

    /// <summary>Locked; the case was opened, so faces are not trusted. REX and operators still open.</summary>
    Tampered,

    /// <summary>Locked while the other door of the interlock is not secure.</summary>
    Interlocked,

    /// <summary>Locked; nothing but the emergency release opens.</summary>
    Lockdown,

    /// <summary>Locked on a fault of the lock; nothing but the emergency release opens.</summary>
    Fault,

    /// <summary>Unlocked by the emergency release.</summary>
    Emergency,
}

/// <summary>What the door's leaf does, as its contact tells.</summary>
public enum DoorLeaf
{
    /// <summary>Closed, or no contact is fitted.</summary>
    Closed,

    /// <summary>Open after a lawful opening.</summary>
    Open,

    /// <summary>Open for longer than the warning time.</summary>
    HeldWarning,

    /// <summary>Open for longer than the alarm time.</summary>
    HeldAlarm,

    /// <summary>Opened while locked, without a request to exit.</summary>
    Forced,
}
