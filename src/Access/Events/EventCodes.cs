using static AccessKiosk.Access.Events.EventSeverity;

namespace AccessKiosk.Access.Events;

/// <summary>The one table of event codes. Numbers and names are stable: a code is never given another meaning. docs/events.md is made from it.</summary>
public static class EventCodes
{
    private static readonly List<EventCode> Table = [];

#pragma warning disable CS1591 // Each code's description is its documentation.
    public static readonly EventCode AccessGranted = Add(100, "access.granted", EventKind.Granted, Information, "The door was opened for an identified live person, or for a staff number with its PIN; the reason names a soft rule that was broken.");
    public static readonly EventCode AccessDenied = Add(101, "access.denied", EventKind.Denied, Warning, "Somebody was refused; the reason says why.");
    public static readonly EventCode AccessUndecided = Add(102, "access.undecided", EventKind.Undecided, Information, "A track ended without enough evidence for either answer.");
    public static readonly EventCode AccessChallenge = Add(103, "access.challenge_asked", EventKind.Challenge, Information, "A person is asked for a movement.");
    public static readonly EventCode AccessPinAsked = Add(104, "access.pin_asked", EventKind.PinAsked, Information, "A person was identified and is asked for the PIN.");

    public static readonly EventCode DoorUnlocked = Add(200, "door.unlocked", EventKind.Door, Information, "The lock was released; the cause says by what.");
    public static readonly EventCode DoorLocked = Add(201, "door.locked", EventKind.Door, Information, "The lock was closed.");
    public static readonly EventCode DoorRefused = Add(202, "door.refused", EventKind.Door, Warning, "A request to unlock was refused because of the door's state.");
    public static readonly EventCode DoorOpened = Add(203, "door.opened", EventKind.Door, Information, "The leaf was opened lawfully.");
    public static readonly EventCode DoorClosed = Add(204, "door.closed", EventKind.Door, Information, "The leaf was closed.");
    public static readonly EventCode DoorHeldWarning = Add(205, "door.held_warning", EventKind.Door, Warning, "The leaf is open for too long; the alarm follows.");
    public static readonly EventCode DoorHeld = Add(206, "door.held", EventKind.Door, Alarm, "The leaf is held open.");
    public static readonly EventCode DoorForced = Add(207, "door.forced", EventKind.Door, Alarm, "The leaf was opened while the door was locked.");
    public static readonly EventCode DoorAlarmOver = Add(208, "door.alarm_over", EventKind.Door, Information, "The alarm for a held or forced door is over.");
    public static readonly EventCode DoorFault = Add(209, "door.fault", EventKind.Door, Fault, "A fault of the lock, the camera, the record or an input line; the detail names it and the cause says what it bars.");
    public static readonly EventCode DoorFaultOver = Add(210, "door.fault_over", EventKind.Door, Information, "A fault of the door is over.");
    public static readonly EventCode DoorHoldOpenSet = Add(211, "door.hold_open_set", EventKind.Door, Information, "The door is to stay unlocked, by schedule or by an operator.");
    public static readonly EventCode DoorHoldOpenCleared = Add(212, "door.hold_open_cleared", EventKind.Door, Information, "The door is no longer to stay unlocked.");
    public static readonly EventCode DoorInterlocked = Add(213, "door.interlocked", EventKind.Door, Information, "The other door of an interlock is in use: this one stays locked.");
    public static readonly EventCode DoorInterlockOver = Add(214, "door.interlock_over", EventKind.Door, Information, "The other door of an interlock is locked and closed again.");
    public static readonly EventCode DoorStateChanged = Add(215, "door.state_changed", EventKind.Door, Information, "The door's state changed in another way.");

    public static readonly EventCode LockdownSet = Add(300, "lockdown.set", EventKind.Door, Alarm, "A door is locked down.");
    public static readonly EventCode LockdownCleared = Add(301, "lockdown.cleared", EventKind.Door, Information, "The lockdown of a door has ended.");
    public static readonly EventCode EmergencySet = Add(310, "emergency.set", EventKind.Door, Alarm, "The emergency release holds a door unlocked.");
    public static readonly EventCode EmergencyCleared = Add(311, "emergency.cleared", EventKind.Door, Information, "The emergency release was reset.");

    public static readonly EventCode AlarmTamper = Add(400, "alarm.tamper", EventKind.Door, Alarm, "The case of a door's equipment was opened.");
    public static readonly EventCode AlarmTamperOver = Add(401, "alarm.tamper_over", EventKind.Door, Information, "The case of a door's equipment is closed again.");
    public static readonly EventCode AlarmPresentationAttack = Add(402, "alarm.presentation_attack", EventKind.Spoof, Alarm, "A presentation attack is suspected; nobody was let in.");
    public static readonly EventCode AlarmDuress = Add(403, "alarm.duress", EventKind.Duress, Alarm, "Silent alarm: somebody typed their duress PIN.");

    public static readonly EventCode CameraOpened = Add(500, "camera.opened", EventKind.Camera, Information, "A camera or recording was opened.");
    public static readonly EventCode CameraEnded = Add(501, "camera.ended", EventKind.Camera, Information, "A recording has ended.");
    public static readonly EventCode CameraBadFrame = Add(502, "camera.bad_frame", EventKind.Camera, Warning, "A frame could not be decoded.");
    public static readonly EventCode CameraLost = Add(503, "camera.lost", EventKind.Fault, Fault, "A camera was lost; opening it is tried again.");
    public static readonly EventCode CameraStalled = Add(504, "camera.stalled", EventKind.Fault, Fault, "A camera gives no frames.");
    public static readonly EventCode CameraRecovered = Add(505, "camera.recovered", EventKind.Camera, Information, "A camera gives frames again.");
    public static readonly EventCode CameraFault = Add(506, "camera.fault", EventKind.Fault, Fault, "A camera cannot be used, or its frames cannot be trusted.");
    public static readonly EventCode CameraCleared = Add(507, "camera.cleared", EventKind.Camera, Information, "A camera's frames are good again.");
    public static readonly EventCode CameraTampered = Add(508, "camera.tampered", EventKind.Fault, Alarm, "A camera was covered, turned or moved.");

    public static readonly EventCode RecognitionFault = Add(600, "recognition.fault", EventKind.Fault, Fault, "Recognition failed; the camera opens nothing until it works again.");
    public static readonly EventCode MatchingFault = Add(601, "matching.fault", EventKind.Fault, Fault, "The enrolled people or the calibration cannot be used as they are.");
    public static readonly EventCode RecordFault = Add(610, "record.fault", EventKind.Fault, Fault, "An event could not be kept as it was; this one stands in its place.");
    public static readonly EventCode RetentionFault = Add(611, "retention.fault", EventKind.Fault, Fault, "What was kept long enough could not be removed.");
    public static readonly EventCode RenewalFault = Add(612, "renewal.fault", EventKind.Fault, Fault, "A renewal of a reference was not kept.");
    public static readonly EventCode ClockFault = Add(613, "clock.fault", EventKind.Fault, Fault, "The clock does not agree with the time that passed; nothing is removed for its age until it does or is confirmed.");
    public static readonly EventCode ClockCleared = Add(614, "clock.cleared", EventKind.Settings, Information, "The clock agrees with the time that passed again.");

    public static readonly EventCode SystemFault = Add(690, "system.fault", EventKind.Fault, Fault, "Something else failed; the detail says what.");

    public static readonly EventCode SettingsChanged = Add(700, "settings.changed", EventKind.Settings, Information, "Settings were changed while the kiosk runs.");
    public static readonly EventCode SettingsRefused = Add(701, "settings.refused", EventKind.Fault, Fault, "Changed settings have faults; none of them was taken.");
    public static readonly EventCode PersonEnrolled = Add(710, "person.enrolled", EventKind.Enrolled, Information, "A person was enrolled.");
#pragma warning restore CS1591

    private static readonly Dictionary<string, EventCode> ByName = Table.ToDictionary(code => code.Name, StringComparer.Ordinal);

    /// <summary>Every code, by number.</summary>
    public static IReadOnlyList<EventCode> All => Table;

    /// <summary>What events can be filtered by: every kind, every group and every code.</summary>
    public static IReadOnlyList<string> Filters { get; } =
        [.. Enum.GetValues<EventKind>().Select(EventKinds.Name).Concat(Table.Select(code => code.Group)).Concat(Table.Select(code => code.Name)).Distinct(StringComparer.Ordinal)];

    /// <summary>The code of a name; null for none.</summary>
    public static EventCode? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    /// <summary>Whether a filter of <see cref="Filters"/> takes an event.</summary>
    /// <param name="filter">A kind, a group or a code.</param>
    /// <param name="kind">The event's kind.</param>
    /// <param name="code">The event's code, where it has one.</param>
    public static bool Takes(string filter, string kind, string? code) =>
        filter == kind || filter == code || (code is not null && code.Length > filter.Length && code[filter.Length] == '.' && code.StartsWith(filter, StringComparison.Ordinal));

    private static EventCode Add(int number, string name, EventKind kind, EventSeverity severity, string description)
    {
        var code = new EventCode(number, name, kind, severity, description);
        Table.Add(code);
        return code;
    }
}
