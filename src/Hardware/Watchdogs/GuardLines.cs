using System.Globalization;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Watchdogs;

/// <summary>The relay lines as the relay guard reads them: <c>CHIP:OFFSET=low</c>, the electrical level that locks.</summary>
public static class GuardLines
{
    /// <summary>One row a door; none where the lines are simulated.</summary>
    /// <exception cref="GpioException">A door's relay is not among the lines, or is named in a way that the guard cannot read.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<DoorOptions> doors, GpioOptions gpio)
    {
        ArgumentNullException.ThrowIfNull(doors);
        ArgumentNullException.ThrowIfNull(gpio);
        return gpio.Driver is GpioDriverKind.Libgpiod ? [.. doors.Select(door => Row(door, gpio))] : [];
    }

    private static string Row(DoorOptions door, GpioOptions gpio)
    {
        if (!gpio.Lines.TryGetValue(door.Relay, out var line))
            throw new GpioException($"Doors:{door.Name}:Relay is {door.Relay}; Gpio:Lines has no such line: add Gpio:Lines:{door.Relay}.");
        if (line.Line.Length > 0 && line.Line.All(char.IsAsciiDigit))
            throw new GpioException($"Gpio:Lines:{door.Relay}:Line is {line.Line}; the relay guard would take it for a number: give the Offset instead.");
        var high = DoorLines.Level(door, unlocked: false) != line.ActiveLow;
        var place = line.Line.Length > 0 ? line.Line : line.Offset.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);
        return $"{line.Chip}:{place}={(high ? "high" : "low")}";
    }
}
