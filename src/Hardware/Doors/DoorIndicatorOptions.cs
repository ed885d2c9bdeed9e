namespace AccessKiosk.Hardware.Doors;

/// <summary>The lamps and the buzzer at a door (configuration <c>Doors:{name}:Indicators</c>); an empty line: not fitted.</summary>
public sealed class DoorIndicatorOptions
{
    /// <summary>The output of the green lamp: come in.</summary>
    public string Green { get; set; } = "";

    /// <summary>The output of the red lamp: stay out, or something is wrong.</summary>
    public string Red { get; set; } = "";

    /// <summary>The output of the buzzer.</summary>
    public string Buzzer { get; set; } = "";

    /// <summary>The names of the lines that are fitted.</summary>
    internal IEnumerable<string> Lines => new[] { Green, Red, Buzzer }.Where(line => line.Length > 0);
}
