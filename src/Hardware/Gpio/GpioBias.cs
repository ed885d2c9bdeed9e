namespace AccessKiosk.Hardware.Gpio;

/// <summary>The pull resistor inside the chip.</summary>
public enum GpioBias
{
    /// <summary>Left as the board's device tree set it.</summary>
    AsIs,

    /// <summary>No resistor.</summary>
    Disabled,

    /// <summary>Towards the supply: an open circuit reads high.</summary>
    PullUp,

    /// <summary>Towards ground: an open circuit reads low.</summary>
    PullDown,
}
