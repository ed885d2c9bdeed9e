using static AccessKiosk.Storage.Events.EventSeverity;

namespace AccessKiosk.Storage.Events;

/// <summary>The one table of event codes. Numbers and names are stable: a code is never given another meaning. docs/events.md is made from it.</summary>
public static class EventCodes
{
    private static readonly List<EventCode> Table = [];

#pragma warning disable CS1591 // Each code's description is its documentation.
    public static readonly EventCode AccessGranted = Add(100, "access.granted", Information, "The door was opened for an identified live person, or for a staff number with its PIN; the reason names a soft rule that was broken.");
    public static readonly EventCode AccessDenied = Add(101, "access.denied", Warning, "Somebody was refused; the reason says why.");
    public static readonly EventCode AccessUndecided = Add(102, "access.undecided", Information, "A track ended without enough evidence for either answer.");
    public static readonly EventCode AccessChallenge = Add(103, "access.challenge_asked", Information, "A person is asked for a movement.");
    public static readonly EventCode AccessPinAsked = Add(104, "access.pin_asked", Information, "A person was identified and is asked for the PIN.");

    public static readonly EventCode DoorUnlocked = Add(200, "door.unlocked", Information, "The lock was released; the cause says by what.");
    public static readonly EventCode DoorLocked = Add(201, "door.locked", Information, "The lock was closed.");
    public static readonly EventCode DoorRefused = Add(202, "door.refused", Warning, "A request to unlock was refused because of the door's state.");
    public static readonly EventCode DoorOpened = Add(203, "door.opened", Information, "The leaf was opened lawfully.");
    public static readonly EventCode DoorClosed = Add(204, "door.closed", Information, "The leaf was closed.");
    public static readonly EventCode DoorHeldWarning = Add(205, "door.held_warning", Warning, "The leaf is open for too long; the alarm follows.");
    public static readonly EventCode DoorHeld = Add(206, "door.held", Alarm, "The leaf is held open.");
    public static readonly EventCode DoorForced = Add(207, "door.forced", Alarm, "The leaf was opened while the door was locked.");
    public static readonly EventCode DoorAlarmOver = Add(208, "door.alarm_over", Information, "The alarm for a held or forced door is over.");
    public static readonly EventCode DoorFault = Add(209, "door.fault", Fault, "A fault of the lock, the camera, the record or an input line; the detail names it and the cause says what it bars.");
    public static readonly EventCode DoorFaultOver = Add(210, "door.fault_over", Information, "A fault of the door is over.");
    public static readonly EventCode DoorHoldOpenSet = Add(211, "door.hold_open_set", Information, "The door is to stay unlocked, by schedule or by an operator.");
    public static readonly EventCode DoorHoldOpenCleared = Add(212, "door.hold_open_cleared", Information, "The door is no longer to stay unlocked.");
    public static readonly EventCode DoorInterlocked = Add(213, "door.interlocked", Information, "The other door of an interlock is in use: this one stays locked.");
    public static readonly EventCode DoorInterlockOver = Add(214, "door.interlock_over", Information, "The other door of an interlock is locked and closed again.");
    public static readonly EventCode DoorStateChanged = Add(215, "door.state_changed", Information, "The door's state changed in another way.");

    public static readonly EventCode LockdownSet = Add(300, "lockdown.set", Alarm, "A door is locked down.");
    public static readonly EventCode LockdownCleared = Add(301, "lockdown.cleared", Information, "The lockdown of a door has ended.");
    public static readonly EventCode EmergencySet = Add(310, "emergency.set", Alarm, "The emergency release holds a door unlocked.");
    public static readonly EventCode EmergencyCleared = Add(311, "emergency.cleared", Information, "The emergency release was reset.");

    public static readonly EventCode AlarmTamper = Add(400, "alarm.tamper", Alarm, "The case of a door's equipment was opened.");
    public static readonly EventCode AlarmTamperOver = Add(401, "alarm.tamper_over", Information, "The case of a door's equipment is closed again.");
    public static readonly EventCode AlarmPresentationAttack = Add(402, "alarm.presentation_attack", Alarm, "A presentation attack is suspected; nobody was let in.");
    public static readonly EventCode AlarmDuress = Add(403, "alarm.duress", Alarm, "Silent alarm: somebody typed their duress PIN.");
    public static readonly EventCode AlarmPinGuessing = Add(404, "alarm.pin_guessing", Alarm, "PINs are being tried out: three or more back-offs in a row at a door's pad or for a person's PIN.");
    public static readonly EventCode AlarmPinClosed = Add(405, "alarm.pin_closed", Alarm, "A pad, or a person's PIN, stays closed after too many back-offs in a row, until staff accept PINs again.");

    public static readonly EventCode CameraOpened = Add(500, "camera.opened", Information, "A camera or recording was opened.");
    public static readonly EventCode CameraEnded = Add(501, "camera.ended", Information, "A recording has ended.");
    public static readonly EventCode CameraBadFrame = Add(502, "camera.bad_frame", Warning, "A frame could not be decoded.");
    public static readonly EventCode CameraLost = Add(503, "camera.lost", Fault, "A camera was lost; opening it is tried again.");
    public static readonly EventCode CameraStalled = Add(504, "camera.stalled", Fault, "A camera gives no frames.");
    public static readonly EventCode CameraRecovered = Add(505, "camera.recovered", Information, "A camera gives frames again.");
    public static readonly EventCode CameraFault = Add(506, "camera.fault", Fault, "A camera cannot be used, or its frames cannot be trusted.");
    public static readonly EventCode CameraCleared = Add(507, "camera.cleared", Information, "A camera's frames are good again.");
    public static readonly EventCode CameraTampered = Add(508, "camera.tampered", Alarm, "A camera was covered, turned or moved.");

    public static readonly EventCode RecognitionFault = Add(600, "recognition.fault", Fault, "Recognition failed; the camera opens nothing until it works again.");
    public static readonly EventCode MatchingFault = Add(601, "matching.fault", Fault, "The enrolled people or the calibration cannot be used as they are.");
    public static readonly EventCode RecordFault = Add(610, "record.fault", Fault, "An event could not be kept as it was; this one stands in its place.");
    public static readonly EventCode RetentionFault = Add(611, "retention.fault", Fault, "What was kept long enough could not be removed.");
    public static readonly EventCode RenewalFault = Add(612, "renewal.fault", Fault, "A renewal of a reference was not kept.");
    public static readonly EventCode ClockFault = Add(613, "clock.fault", Fault, "The clock does not agree with the time that passed; nothing is removed for its age until it does or is confirmed.");
    public static readonly EventCode ClockCleared = Add(614, "clock.cleared", Information, "The clock agrees with the time that passed again.");

    public static readonly EventCode SystemFault = Add(690, "system.fault", Fault, "Something else failed; the detail says what.");

    public static readonly EventCode SettingsChanged = Add(700, "settings.changed", Information, "Settings were changed while the kiosk runs.");
    public static readonly EventCode SettingsRefused = Add(701, "settings.refused", Fault, "Changed settings have faults; none of them was taken.");
    public static readonly EventCode PersonEnrolled = Add(710, "person.enrolled", Information, "A person was enrolled.");
#pragma warning restore CS1591

    private static readonly Dictionary<string, EventCode> ByName = Table.ToDictionary(code => code.Name, StringComparer.Ordinal);

    /// <summary>Every code, by number.</summary>
    public static IReadOnlyList<EventCode> All => Table;

    /// <summary>What events can be filtered by: every severity above <see cref="Information"/>, every group and every code.</summary>
    public static IReadOnlyList<string> Filters { get; } =
        [.. new[] { Warning, Fault, Alarm }.Select(SnakeCase.Name).Concat(Table.Select(code => code.Group)).Concat(Table.Select(code => code.Name)).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether it is a decision about a face, also one for neither answer.</summary>
    public static bool IsDecision(EventCode code) => code == AccessGranted || code == AccessDenied || code == AlarmPresentationAttack || code == AccessUndecided;

    /// <summary>The code of a name; null for none.</summary>
    public static EventCode? Find(string? name) => name is null ? null : ByName.GetValueOrDefault(name);

    /// <summary>The codes that a filter takes; none for what is no filter. <c>alarm</c> is both a group and a severity: it takes both.</summary>
    /// <param name="filter">One of <see cref="Filters"/>.</param>
    public static IEnumerable<EventCode> Taken(string filter) =>
        Table.Where(code => code.Name == filter || code.Group == filter || (code.Severity is not Information && SnakeCase.Name(code.Severity) == filter));

    private static EventCode Add(int number, string name, EventSeverity severity, string description)
    {
        var code = new EventCode(number, name, severity, description);
        Table.Add(code);
        return code;
    }
}
