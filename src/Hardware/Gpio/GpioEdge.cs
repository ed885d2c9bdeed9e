namespace AccessKiosk.Hardware.Gpio;

/// <summary>A line's new logical level.</summary>
/// <param name="Line">The line's name in the configuration.</param>
/// <param name="Active">True when active, after active-low has been taken into account.</param>
public readonly record struct GpioEdge(string Line, bool Active);
