using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Review.Alarms;

/// <summary>What alarms have in common that are shown as one.</summary>
/// <param name="Code">What happened.</param>
/// <param name="Door">At which door.</param>
/// <param name="Camera">By which camera.</param>
internal sealed record AlarmKind(string Code, string? Door, string? Camera)
{
    /// <summary>Of an event.</summary>
    public static AlarmKind Of(AccessEvent happened) => new(happened.Code.Name, happened.Door, happened.Camera);
}

/// <summary>Alarms that are alike and that nobody has acknowledged.</summary>
/// <param name="Kind">What they have in common.</param>
/// <param name="Alarms">At least one, the oldest first.</param>
internal sealed record AlarmBundle(AlarmKind Kind, IReadOnlyList<AccessEvent> Alarms)
{
    /// <summary>How many.</summary>
    public int Count => Alarms.Count;

    /// <summary>The oldest.</summary>
    public AccessEvent First => Alarms[0];

    /// <summary>The newest.</summary>
    public AccessEvent Last => Alarms[^1];

    /// <summary>Whether it goes on at the door now.</summary>
    public bool IsStanding(DoorSet doors) => Kind.Door is { } name && doors[name]?.State is { } state && IsStanding(Last.Code, state);

    private static bool IsStanding(EventCode code, DoorState state) =>
        (code == EventCodes.DoorForced && state.Leaf is DoorLeaf.Forced)
        || (code == EventCodes.DoorHeld && state.Leaf is DoorLeaf.HeldAlarm)
        || (code == EventCodes.AlarmTamper && state.Has(DoorConditions.Tamper))
        || (code == EventCodes.EmergencySet && state.Has(DoorConditions.Emergency))
        || (code == EventCodes.LockdownSet && state.Has(DoorConditions.Lockdown))
        || (code == EventCodes.DoorFault && state.Has(DoorConditions.Fault | DoorConditions.GrantsBarred | DoorConditions.FacesBarred));
}

/// <summary>Somebody has taken note of alarms.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="UpTo">The last of them, by its place in the record.</param>
/// <param name="Count">How many.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Note">What they wrote.</param>
internal sealed record Acknowledgement(AlarmKind Kind, long UpTo, int Count, string By, DateTimeOffset At, string? Note);
