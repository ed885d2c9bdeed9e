using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Access.Doors;

/// <summary>Every door of the site with all that its lanes share, its lamps and its buzzer.</summary>
public sealed class DoorContexts : IDisposable
{
    private readonly Dictionary<string, DoorContext> _doors = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DoorIndicators> _indicators = [];

    /// <summary>Takes the indicators' lines.</summary>
    /// <param name="doors">The doors.</param>
    /// <param name="options">How they are configured.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="memory">What the rules remember.</param>
    /// <param name="gpio">The lines.</param>
    /// <param name="clock">Times the indicators.</param>
    /// <exception cref="GpioException">A line cannot be had; none is kept.</exception>
    public DoorContexts(DoorSet doors, IEnumerable<DoorOptions> options, CurrentAccessPolicy policy, PersistedAccessState memory, GpioDriver gpio, DoorClock clock)
    {
        try
        {
            foreach (var door in options)
            {
                var indicators = new DoorIndicators(door.Indicators, gpio, clock);
                _indicators.Add(indicators);
                _doors.Add(door.Name, new(doors[door.Name]!, policy, memory, indicators));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Every door.</summary>
    public IReadOnlyCollection<DoorContext> Doors => _doors.Values;

    /// <summary>A door that is configured.</summary>
    public DoorContext this[string name] => _doors[name];

    /// <summary>Gives the indicators' lines back.</summary>
    public void Dispose() => _indicators.ForEach(indicators => indicators.Dispose());
}
