using System.Globalization;

namespace AccessKiosk.Hardware.Watchdogs;

/// <summary>The processor's temperature, where the kernel tells it.</summary>
public static class CpuTemperature
{
    private const string Zones = "/sys/class/thermal";

    /// <summary>The hottest zone, °C; null where there is none.</summary>
    public static double? Read()
    {
        try
        {
            return Directory.Exists(Zones) ? Directory.EnumerateDirectories(Zones, "thermal_zone*").Select(Of).Max() : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double? Of(string zone)
    {
        var file = Path.Combine(zone, "temp");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var thousandths)
            ? thousandths / 1000.0
            : null;
    }
}
