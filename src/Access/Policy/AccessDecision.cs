
namespace AccessKiosk.Access.Policy;

/// <summary>All that the person at the door learns.</summary>
public enum AccessOutcome
{
    /// <summary>Stay out. The zero value, so that a forgotten decision refuses.</summary>
    Deny,

    /// <summary>Type the PIN; ask again with it.</summary>
    AskPin,

    /// <summary>Come in.</summary>
    Grant,
}

/// <summary>Why, for staff and the record; never shown at the door.</summary>
public enum AccessReason
{
    /// <summary>Nothing was decided.</summary>
    None,

    /// <summary>All rules are met.</summary>
    Granted,

    /// <summary>The rules do not know this door.</summary>
    UnknownDoor,

    /// <summary>The building or the door is locked down.</summary>
    Lockdown,

    /// <summary>Too many failures; wait.</summary>
    LockedOut,

    /// <summary>A presentation attack.</summary>
    PresentationAttack,

    /// <summary>Not enrolled, or not recognised.</summary>
    UnknownFace,

    /// <summary>The person is suspended.</summary>
    Suspended,

    /// <summary>The person's validity has not begun.</summary>
    NotYetValid,

    /// <summary>The person's validity is over.</summary>
    Expired,

    /// <summary>The visit is over, or a visitor was enrolled without an end.</summary>
    VisitorExpired,

    /// <summary>No group of the person has this door.</summary>
    NoPermission,

    /// <summary>The person has this door, but not now.</summary>
    OutsideSchedule,

    /// <summary>The person has this door, but not on this holiday.</summary>
    Holiday,

    /// <summary>The first person of the day has not come yet.</summary>
    NoFirstPerson,

    /// <summary>Anti-passback: the person is recorded elsewhere.</summary>
    AntiPassback,

    /// <summary>A PIN is needed and none was set for the person.</summary>
    NoPinSet,

    /// <summary>A PIN is needed.</summary>
    PinNeeded,

    /// <summary>The PIN was wrong.</summary>
    WrongPin,

    /// <summary>The person's stored PIN cannot be read; set it again.</summary>
    PinDamaged,

    /// <summary>A staff number that is nobody's.</summary>
    UnknownNumber,

    /// <summary>A staff number and a PIN are not enough: the door asks for faces, or the person has one enrolled.</summary>
    FaceNeeded,
}

/// <summary>The policy's answer.</summary>
/// <param name="Outcome">All that the person learns.</param>
/// <param name="Reason">Why, for staff.</param>
/// <param name="Duress">Raise the silent alarm for every outcome; nothing at the door may show it.</param>
/// <param name="AntiPassbackViolated">Soft anti-passback: let in, though recorded elsewhere.</param>
public readonly record struct AccessDecision(AccessOutcome Outcome, AccessReason Reason, bool Duress = false, bool AntiPassbackViolated = false);
