using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Indicators;

/// <summary>Checks the lines of the cameras' lamps: one that is also a door's would work the lock.</summary>
public static class LampLines
{
    /// <summary>Every fault, one line each; empty when all is well.</summary>
    /// <param name="cameras">Each camera with its key in the configuration.</param>
    /// <param name="doors">The doors.</param>
    public static IEnumerable<string> Faults(IEnumerable<(string Section, CameraOptions Camera)> cameras, IEnumerable<DoorOptions> doors)
    {
        var lamps = cameras.Where(one => one.Camera.Lamp.Length > 0).ToLookup(one => one.Camera.Lamp, one => $"{one.Section}:Lamp", StringComparer.OrdinalIgnoreCase);
        var lines = doors.SelectMany(door => door.Lines).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var lamp in lamps)
        {
            if (lines.Contains(lamp.Key))
                yield return $"{lamp.First()} is {lamp.Key}, which a door uses; allowed: a line of its own.";
            if (lamp.Skip(1).Any())
                yield return $"{string.Join(" and ", lamp)} are the same line; allowed: a line of its own for each.";
        }
    }
}
