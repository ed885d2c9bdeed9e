namespace AccessKiosk.Hardware.Gpio;

/// <summary>Where a USB relay board is: <c>serial:/dev/ttyUSB0</c> or <c>hid:/dev/hidraw0</c>, in place of a GPIO chip.</summary>
internal static class UsbRelayAddress
{
    private const string Serial = "serial:", Hid = "hid:";

    /// <summary>Whether a line's chip is such a board.</summary>
    public static bool Is(string chip) => IsSerial(chip) || chip.StartsWith(Hid, StringComparison.Ordinal);

    /// <summary>Whether the board is one behind a serial port.</summary>
    public static bool IsSerial(string chip) => chip.StartsWith(Serial, StringComparison.Ordinal);

    /// <summary>The board's device file.</summary>
    public static string Path(string chip) => chip[(chip.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>What is wrong with a line on such a board, one fault each.</summary>
    public static IEnumerable<string> Faults(string key, GpioLineOptions line)
    {
        if (!System.IO.Path.IsPathRooted(Path(line.Chip)))
            yield return $"{key}:Chip is {line.Chip}; allowed: {Serial} or {Hid} and a device file, for instance {Hid}/dev/hidraw0.";
        if (line.Offset is not (>= 1 and <= 8) || line.Line.Length > 0)
            yield return $"{key}:Offset is {line.Offset}; allowed on a USB relay board: the relay's number, 1 to 8, and no Line.";
    }
}
