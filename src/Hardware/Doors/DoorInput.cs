namespace AccessKiosk.Hardware.Doors;

/// <summary>Everything that can happen to a door.</summary>
public enum DoorInput
{
    /// <summary>Only time has passed.</summary>
    Tick,

    /// <summary>The policy granted access to a person by face.</summary>
    Grant,

    /// <summary>The policy granted access to a person by number and PIN, without a face.</summary>
    PinGrant,

    /// <summary>An operator opens the door from afar.</summary>
    RemoteUnlock,

    /// <summary>The request-to-exit button or sensor became active.</summary>
    RexPressed,

    /// <summary>The request-to-exit button or sensor became inactive.</summary>
    RexReleased,

    /// <summary>The contact says that the door is open.</summary>
    Opened,

    /// <summary>The contact says that the door is closed.</summary>
    Closed,

    /// <summary>A hold-open period of the schedule begins.</summary>
    HoldOpenStarted,

    /// <summary>A hold-open period of the schedule ends.</summary>
    HoldOpenEnded,

    /// <summary>The case was opened or moved.</summary>
    TamperDetected,

    /// <summary>The tamper switch is at rest again.</summary>
    TamperCleared,

    /// <summary>The other door of the interlock is unlocked or open.</summary>
    PeerBusy,

    /// <summary>The other door of the interlock is locked and closed.</summary>
    PeerSecure,

    /// <summary>An operator locks the building down.</summary>
    LockdownStarted,

    /// <summary>An operator ends the lockdown.</summary>
    LockdownEnded,

    /// <summary>The lock cannot be driven.</summary>
    FaultDetected,

    /// <summary>The lock can be driven again.</summary>
    FaultCleared,

    /// <summary>No camera of the door can be trusted.</summary>
    FacesBarred,

    /// <summary>A camera of the door can be trusted again.</summary>
    FacesAllowed,

    /// <summary>What happens cannot be recorded, or an input line is lost.</summary>
    GrantsBarred,

    /// <summary>Everything can be recorded again, and every input line is there.</summary>
    GrantsAllowed,

    /// <summary>The emergency release input became active (fire alarm, break-glass).</summary>
    EmergencyStarted,

    /// <summary>The emergency release input was reset.</summary>
    EmergencyEnded,
}
