using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Doors;

/// <summary>All doors of this box: opened together, with interlocks formed by name, or not at all.</summary>
public sealed class DoorSet : IDisposable
{
    private readonly Dictionary<string, Door> _doors = new(StringComparer.OrdinalIgnoreCase);

    private DoorSet() { }

    /// <summary>Every door.</summary>
    public IReadOnlyCollection<Door> Doors => _doors.Values;

    /// <summary>The names of the doors whose relay is simulated, in order.</summary>
    public IReadOnlyList<string> Simulated => [.. _doors.Values.Where(door => door.IsSimulated).Select(door => door.Name).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>A door by its name; null when there is none.</summary>
    public Door? this[string name] => _doors.GetValueOrDefault(name);

    /// <summary>Opens every door.</summary>
    /// <exception cref="DoorException">The options have faults; all faults of all doors are listed.</exception>
    /// <exception cref="GpioException">A line cannot be had; no door stays open.</exception>
    public static DoorSet Open(IReadOnlyCollection<DoorOptions> options, GpioDriver gpio, TimeProvider time)
    {
        var faults = Faults(options);
        if (faults.Count > 0)
            throw new DoorException(string.Join(Environment.NewLine, faults));

        var interlocks = options.Where(door => door.Interlock.Length > 0)
            .Select(door => door.Interlock)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, _ => new DoorInterlock(), StringComparer.OrdinalIgnoreCase);
        var set = new DoorSet();
        try
        {
            foreach (var door in options)
                set._doors.Add(door.Name, Door.Open(door, gpio, time, interlocks.GetValueOrDefault(door.Interlock)));
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>Every fault of every door and of the doors together, one line each; empty when all is well.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyCollection<DoorOptions> options)
    {
        var faults = options.SelectMany(door => door.Faults()).ToList();
        faults.AddRange(options.GroupBy(door => door.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any())
            .Select(same => $"{DoorOptions.Section}: {same.Count()} doors are named {same.Key}; each has its own name."));
        faults.AddRange(options.SelectMany(door => door.Lines.Distinct(StringComparer.OrdinalIgnoreCase).Select(line => (Line: line, Door: door.Name)))
            .GroupBy(use => use.Line, use => use.Door, StringComparer.OrdinalIgnoreCase)
            .Where(uses => uses.Skip(1).Any())
            .Select(uses => $"{DoorOptions.Section}: the line {uses.Key} is used by {string.Join(" and ", uses)}; each use has its own line."));
        faults.AddRange(options.Where(door => door.Interlock.Length > 0).GroupBy(door => door.Interlock, StringComparer.OrdinalIgnoreCase)
            .Where(group => !group.Skip(1).Any())
            .Select(group => $"{DoorOptions.Section}:{group.First().Name}:Interlock is {group.Key}; no other door names it."));
        return faults;
    }

    /// <summary>Locks and gives back every door.</summary>
    public void Dispose()
    {
        foreach (var door in _doors.Values)
            door.Dispose();
    }
}
