namespace AccessKiosk.Hardware.Gpio.Simulated;

/// <summary>What a simulated line is doing now.</summary>
/// <param name="Name">The line's name.</param>
/// <param name="Use">Who holds it: an output, an input, or nobody.</param>
/// <param name="Active">Its logical level before debouncing.</param>
/// <param name="Broken">Whether it was broken on purpose.</param>
public readonly record struct SimulatedLineState(string Name, SimulatedLineUse Use, bool Active, bool Broken);

/// <summary>Who holds a simulated line.</summary>
public enum SimulatedLineUse
{
    /// <summary>Nobody.</summary>
    Free,

    /// <summary>An input's owner.</summary>
    Input,

    /// <summary>An output's owner.</summary>
    Output,
}
