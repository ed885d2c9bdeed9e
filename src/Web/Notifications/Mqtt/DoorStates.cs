using System.Text.Json.Nodes;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>A door's states as they are kept at the broker.</summary>
internal static class DoorStates
{
    /// <summary>The lock: <see cref="Locked"/>, <see cref="Unlocked"/> or <see cref="Jammed"/>.</summary>
    public const string Lock = "lock";

    /// <summary>Why the lock is as it is, and whether a real one moves.</summary>
    public const string Attributes = "attributes";

    /// <summary>The leaf: <see cref="On"/> while it is open.</summary>
    public const string Leaf = "leaf";

    /// <summary>Whether somebody should look.</summary>
    public const string Problem = "problem";

    /// <summary>Whether the case is open.</summary>
    public const string Tamper = "tamper";

    public const string Locked = "LOCKED";
    public const string Unlocked = "UNLOCKED";
    public const string Jammed = "JAMMED";
    public const string On = "ON";
    public const string Off = "OFF";

    /// <summary>All of a door's states, by what they are; nothing is said of what has no line to tell it.</summary>
    public static IEnumerable<(string What, string Payload)> Of(Door door)
    {
        var state = door.State;
        yield return (Lock, state switch
        {
            { IsUnlocked: true } => Unlocked,
            { Mode: DoorMode.Fault } => Jammed,
            _ => Locked,
        });
        yield return (Attributes, new JsonObject { ["mode"] = SnakeCase.Name(state.Mode), ["simulated"] = door.IsSimulated }.ToJsonString());
        if (door.HasContact)
            yield return (Leaf, Switch(state.Leaf is not DoorLeaf.Closed));
        yield return (Problem, Switch(
            state.Has(DoorConditions.Fault | DoorConditions.GrantsBarred | DoorConditions.FacesBarred | DoorConditions.Tamper) || state.Leaf is DoorLeaf.Forced or DoorLeaf.HeldAlarm));
        if (door.HasTamperSwitch)
            yield return (Tamper, Switch(state.Has(DoorConditions.Tamper)));
    }

    private static string Switch(bool on) => on ? On : Off;
}
