using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Hardware.Gpio;

/// <summary>The lines of this box (configuration section <c>Gpio</c>).</summary>
public sealed class GpioOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Gpio";

    /// <summary>How the lines are reached.</summary>
    [EnumDataType(typeof(GpioDriverKind))]
    public GpioDriverKind Driver { get; set; } = GpioDriverKind.Simulated;

    /// <summary>Every line by the name that the rest of the configuration calls it.</summary>
    public IDictionary<string, GpioLineOptions> Lines { get; init; } = new Dictionary<string, GpioLineOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every fault, one line each with the key, the value and what is allowed; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>(OptionFaults.Of(Section, this));
        foreach (var (name, line) in Lines)
        {
            faults.AddRange(OptionFaults.Of($"{Section}:Lines:{name}", line));
            if (Driver is GpioDriverKind.Libgpiod)
                faults.AddRange(UsbRelayAddress.Is(line.Chip) ? UsbRelayAddress.Faults($"{Section}:Lines:{name}", line) : Placed($"{Section}:Lines:{name}", line));
        }

        var twice = Lines.Where(l => l.Value.Chip.Length > 0)
            .GroupBy(l => l.Value.ToString(), l => l.Key, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Skip(1).Any());
        faults.AddRange(twice.Select(g => $"{Section}:Lines: {string.Join(" and ", g)} are both at {g.Key}; each line has one name."));
        return faults;
    }

    /// <summary>Refuses options with faults.</summary>
    /// <exception cref="GpioException">Lists all of them.</exception>
    public void EnsureValid()
    {
        var faults = Faults();
        if (faults.Count > 0)
            throw new GpioException(string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<string> Placed(string key, GpioLineOptions line)
    {
        if (line.Chip.Length == 0)
            yield return $"{key}:Chip is empty; allowed: a chip's name, path or label (gpiodetect lists them), or a USB relay board, for instance serial:/dev/ttyUSB0.";
        if (line.Offset is null == (line.Line.Length == 0))
            yield return $"{key}: give either Offset or Line (gpioinfo lists both).";
    }
}

/// <summary>The ways to reach GPIO lines.</summary>
public enum GpioDriverKind
{
    /// <summary>Lines in memory: for demonstration and tests.</summary>
    Simulated,

    /// <summary>The box's own: GPIO chips through libgpiod, and the relays of USB boards.</summary>
    Libgpiod,
}
