namespace AccessKiosk.Hardware.Doors;

/// <summary>What stands until it is lifted. A higher value wins over a lower one.</summary>
[Flags]
public enum DoorConditions
{
    /// <summary>Nothing stands.</summary>
    None = 0,

    /// <summary>The schedule holds the door unlocked.</summary>
    HoldOpen = 1 << 0,

    /// <summary>The case is open: nobody is let in by face, and the hold-open schedule is suspended.</summary>
    Tamper = 1 << 1,

    /// <summary>The other door of the interlock is not secure.</summary>
    PeerBusy = 1 << 2,

    /// <summary>Lockdown: only the emergency release opens.</summary>
    Lockdown = 1 << 3,

    /// <summary>A fault: only the emergency release opens.</summary>
    Fault = 1 << 4,

    /// <summary>The emergency release is active.</summary>
    Emergency = 1 << 5,
}
