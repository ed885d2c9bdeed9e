namespace AccessKiosk.Hardware.Doors;

/// <summary>What follows from one input: the lock's drive, alarms, and what is recorded.</summary>
[Flags]
public enum DoorActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Drive the lock open.</summary>
    Unlock = 1 << 0,

    /// <summary>Drive the lock shut.</summary>
    Lock = 1 << 1,

    /// <summary>An unlock was asked for and refused; the mode says why.</summary>
    Refuse = 1 << 2,

    /// <summary>Record a lawful opening.</summary>
    RecordOpened = 1 << 3,

    /// <summary>Record the closing.</summary>
    RecordClosed = 1 << 4,

    /// <summary>Ask the people at the door to close it.</summary>
    WarnHeldOpen = 1 << 5,

    /// <summary>Alarm: held open.</summary>
    AlarmHeldOpen = 1 << 6,

    /// <summary>Alarm: forced open.</summary>
    AlarmForced = 1 << 7,

    /// <summary>The warning or alarm about the open door is over.</summary>
    EndDoorAlarm = 1 << 8,

    /// <summary>Alarm: tamper.</summary>
    AlarmTamper = 1 << 9,

    /// <summary>The tamper alarm is over.</summary>
    EndTamperAlarm = 1 << 10,

    /// <summary>Alarm: fault.</summary>
    AlarmFault = 1 << 11,

    /// <summary>The fault is over.</summary>
    EndFaultAlarm = 1 << 12,
}
