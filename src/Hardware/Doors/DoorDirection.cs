namespace AccessKiosk.Hardware.Doors;

/// <summary>Which way a person goes through a door.</summary>
public enum DoorDirection
{
    /// <summary>From the place that the door leads from to the one that it leads to.</summary>
    In,

    /// <summary>The other way.</summary>
    Out,
}
