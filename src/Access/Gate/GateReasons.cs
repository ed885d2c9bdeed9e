using AccessKiosk.Access.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Access.Gate;

/// <summary>The reason codes of what the policy or the door refuses.</summary>
internal static class GateReasons
{
    /// <summary>Of the policy's reason.</summary>
    /// <param name="reason">Why the policy refuses.</param>
    /// <param name="unknown">What to say of a face that was not identified.</param>
    public static ReasonCode Of(AccessReason reason, ReasonCode unknown) => reason switch
    {
        AccessReason.UnknownDoor => ReasonCode.UnknownDoor,
        AccessReason.Lockdown => ReasonCode.Lockdown,
        AccessReason.LockedOut => ReasonCode.LockedOut,
        AccessReason.PresentationAttack => ReasonCode.PresentationAttack,
        AccessReason.Suspended => ReasonCode.Suspended,
        AccessReason.NotYetValid => ReasonCode.NotYetValid,
        AccessReason.Expired => ReasonCode.Expired,
        AccessReason.VisitorExpired => ReasonCode.VisitorExpired,
        AccessReason.NoPermission => ReasonCode.NoPermission,
        AccessReason.OutsideSchedule => ReasonCode.OutsideSchedule,
        AccessReason.Holiday => ReasonCode.Holiday,
        AccessReason.NoFirstPerson => ReasonCode.NoFirstPerson,
        AccessReason.AntiPassback => ReasonCode.AntiPassback,
        AccessReason.NoPinSet => ReasonCode.NoPinSet,
        AccessReason.WrongPin => ReasonCode.WrongPin,
        AccessReason.PinDamaged => ReasonCode.PinDamaged,
        AccessReason.UnknownNumber => ReasonCode.UnknownNumber,
        AccessReason.FaceNeeded => ReasonCode.FaceNeeded,
        _ => unknown,
    };

    /// <summary>Of the state of a door that refuses.</summary>
    public static ReasonCode Of(DoorMode mode) => mode switch
    {
        DoorMode.Interlocked => ReasonCode.Interlocked,
        DoorMode.Tampered => ReasonCode.Tampered,
        DoorMode.Lockdown => ReasonCode.Lockdown,
        DoorMode.Impaired or DoorMode.Fault => ReasonCode.DoorFault,
        _ => ReasonCode.DoorRefuses,
    };
}
