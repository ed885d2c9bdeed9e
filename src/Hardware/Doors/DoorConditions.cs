namespace AccessKiosk.Hardware.Doors;

/// <summary>What stands until it is lifted. A higher value wins over a lower one.</summary>
[Flags]
public enum DoorConditions
{
    /// <summary>Nothing stands.</summary>
    None = 0,

    /// <summary>A fault of the cameras: faces open nothing.</summary>
    FacesBarred = 1 << 0,

    /// <summary>A fault of the record or of an input line: neither faces nor PINs open anything.</summary>
    GrantsBarred = 1 << 1,

    /// <summary>The schedule holds the door unlocked.</summary>
    HoldOpen = 1 << 2,

    /// <summary>The case is open: nobody is let in by face or PIN, and the hold-open schedule is suspended.</summary>
    Tamper = 1 << 3,

    /// <summary>The other door of the interlock is not secure.</summary>
    PeerBusy = 1 << 4,

    /// <summary>Lockdown: only the emergency release opens.</summary>
    Lockdown = 1 << 5,

    /// <summary>The lock cannot be driven: only the emergency release opens.</summary>
    Fault = 1 << 6,

    /// <summary>The emergency release is active.</summary>
    Emergency = 1 << 7,
}

/// <summary>What a fault bars. The way out (REX, operators, the emergency release) is barred by a fault of the lock alone.</summary>
public enum DoorFaultScope
{
    /// <summary>The lock cannot be driven, or an interlock cannot be kept: everything but the emergency release.</summary>
    Lock,

    /// <summary>What happens cannot be recorded, or an input line is lost: grants by face and by PIN.</summary>
    Grants,

    /// <summary>No camera of the door can be trusted: grants by face.</summary>
    Faces,
}
