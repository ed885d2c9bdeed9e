using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Indicators;

/// <summary>Shows people at a door what becomes of them. Safe from any thread; returns at once.</summary>
public interface IDoorIndicators
{
    /// <summary>Shows what a door has become.</summary>
    /// <param name="happened">An event of the door, in its order.</param>
    void Show(DoorEvent happened);

    /// <summary>Tells a person that they are not let in, never why. An alarm or a warning that sounds already goes on instead.</summary>
    void ShowDenied();
}
