using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Hardware.Gpio;

/// <summary>Where one named line is and how it is wired (configuration <c>Gpio:Lines:{name}</c>).</summary>
public sealed class GpioLineOptions
{
    /// <summary>
    /// The chip: a name (<c>gpiochip0</c>), a path (<c>/dev/gpiochip0</c>) or a label (<c>pinctrl-bcm2711</c>); or a USB relay
    /// board: <c>serial:/dev/ttyUSB0</c> (LCUS, CH340), <c>hid:/dev/hidraw0</c> (USBRelay, 16c0:05df).
    /// </summary>
    public string Chip { get; set; } = "";

    /// <summary>The line's number on the chip, or the relay's number on a USB board (1 to 8); this or <see cref="Line"/>.</summary>
    [Range(0, 1023)]
    public int? Offset { get; set; }

    /// <summary>The line's name in the kernel (<c>GPIO17</c>); this or <see cref="Offset"/>.</summary>
    public string Line { get; set; } = "";

    /// <summary>True when the low level means active.</summary>
    public bool ActiveLow { get; set; }

    /// <summary>The chip's pull resistor; inputs only.</summary>
    [EnumDataType(typeof(GpioBias))]
    public GpioBias Bias { get; set; } = GpioBias.AsIs;

    /// <summary>How long an input must keep a level before it counts, 0 to 1 s. Reed contacts and buttons bounce for up to 30 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Debounce { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The place as a technician would name it, for instance <c>gpiochip0 line 17</c>.</summary>
    public override string ToString() => $"{Chip} line {(Line.Length > 0 ? Line : Offset)}";
}
