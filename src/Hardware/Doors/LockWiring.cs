namespace AccessKiosk.Hardware.Doors;

/// <summary>What the lock does without current from the relay. docs/door.md shows the wiring.</summary>
public enum LockWiring
{
    /// <summary>Active relay = unlocked. An electric strike, or a magnet on the relay's normally closed contact.</summary>
    FailSecure,

    /// <summary>Active relay = locked. A magnet on the normally open contact: the door is free when the box is dead.</summary>
    FailSafe,
}
