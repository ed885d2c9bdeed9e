using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Doors;

/// <summary>The codes of what happens at a door: one for each thing that follows from one cause.</summary>
public static class DoorEventCodes
{
    private static readonly (DoorActions Action, EventCode Code)[] Actions =
    [
        (DoorActions.Unlock, EventCodes.DoorUnlocked),
        (DoorActions.Lock, EventCodes.DoorLocked),
        (DoorActions.Refuse, EventCodes.DoorRefused),
        (DoorActions.RecordOpened, EventCodes.DoorOpened),
        (DoorActions.RecordClosed, EventCodes.DoorClosed),
        (DoorActions.WarnHeldOpen, EventCodes.DoorHeldWarning),
        (DoorActions.AlarmHeldOpen, EventCodes.DoorHeld),
        (DoorActions.AlarmForced, EventCodes.DoorForced),
        (DoorActions.EndDoorAlarm, EventCodes.DoorAlarmOver),
        (DoorActions.AlarmTamper, EventCodes.AlarmTamper),
        (DoorActions.EndTamperAlarm, EventCodes.AlarmTamperOver),
        (DoorActions.AlarmFault, EventCodes.DoorFault),
        (DoorActions.EndFaultAlarm, EventCodes.DoorFaultOver),
    ];

    /// <summary>What happened; never empty.</summary>
    public static IReadOnlyList<EventCode> Of(DoorEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        List<EventCode> codes = [.. Actions.Where(a => happened.Actions.HasFlag(a.Action)).Select(a => a.Code)];
        if (Condition(happened.Cause) is { } condition)
            codes.Insert(0, condition);
        // An operator's unlocking of a door that is unlocked already prolongs it.
        return codes.Count > 0 ? codes : [happened.Cause is DoorInput.RemoteUnlock ? EventCodes.DoorUnlocked : EventCodes.DoorStateChanged];
    }

    private static EventCode? Condition(DoorInput cause) => cause switch
    {
        DoorInput.LockdownStarted => EventCodes.LockdownSet,
        DoorInput.LockdownEnded => EventCodes.LockdownCleared,
        DoorInput.EmergencyStarted => EventCodes.EmergencySet,
        DoorInput.EmergencyEnded => EventCodes.EmergencyCleared,
        DoorInput.HoldOpenStarted => EventCodes.DoorHoldOpenSet,
        DoorInput.HoldOpenEnded => EventCodes.DoorHoldOpenCleared,
        DoorInput.PeerBusy => EventCodes.DoorInterlocked,
        DoorInput.PeerSecure => EventCodes.DoorInterlockOver,
        _ => null,
    };
}
