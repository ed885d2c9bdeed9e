namespace AccessKiosk.Hardware.Doors;

/// <summary>Something that happened at a door, for the record, the screen and the alarm.</summary>
/// <param name="At">Wall-clock time.</param>
/// <param name="Door">The door's name.</param>
/// <param name="Cause">What happened.</param>
/// <param name="Actions">What followed.</param>
/// <param name="Mode">The lock afterwards.</param>
/// <param name="Leaf">The leaf afterwards.</param>
/// <param name="Detail">Who or what caused it, where known: an operator, a decision's number, a fault's text.</param>
/// <param name="Moment">When, as <see cref="Door.Moment"/>: whoever measures from one event to another is not misled by a clock that is set.</param>
public sealed record DoorEvent(
    DateTimeOffset At, string Door, DoorInput Cause, DoorActions Actions, DoorMode Mode, DoorLeaf Leaf, string? Detail, TimeSpan Moment);

/// <summary>A door's answer to a request to unlock.</summary>
/// <param name="Open">True when the lock is open now.</param>
/// <param name="Mode">Why the lock is as it is.</param>
public readonly record struct DoorAnswer(bool Open, DoorMode Mode);
