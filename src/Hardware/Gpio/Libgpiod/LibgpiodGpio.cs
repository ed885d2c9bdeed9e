using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>The kernel's GPIO lines through libgpiod, version 2 where it is installed, else version 1.</summary>
public sealed class LibgpiodGpio : GpioDriver
{
    private readonly Lock _gate = new();
    private readonly GpioOptions _options;
    private readonly TimeProvider _time;
    private readonly KernelLines _lines;
    private readonly HashSet<IDisposable> _taken = [];

    /// <summary>Nothing is opened before a line is requested.</summary>
    /// <param name="options">The named lines.</param>
    /// <param name="time">The clock of the debounce timers.</param>
    /// <exception cref="GpioException">The options have faults (all of them are listed), or libgpiod is not installed.</exception>
    public LibgpiodGpio(GpioOptions options, TimeProvider time) : this(options, time, null) { }

    internal LibgpiodGpio(GpioOptions options, TimeProvider time, ILibgpiod? library)
    {
        options.EnsureValid();
        _options = options;
        _time = time;
        _lines = new(library ?? InstalledLibgpiod.Find());
    }

    /// <inheritdoc/>
    public override GpioOutput RequestOutput(string name, bool active = false) => Keep(new LibgpiodOutput(name, Place(name), _lines, active, Forget));

    /// <inheritdoc/>
    public override GpioInput RequestInput(string name) => Keep(new LibgpiodInput(name, Place(name), _lines, _time, Forget));

    /// <summary>Looks for a line without taking it.</summary>
    /// <param name="name">The line's name in the configuration.</param>
    /// <returns>The chip it is on, and who holds it; null when it is free.</returns>
    /// <exception cref="GpioException">No such line, wrong chip.</exception>
    public (string Chip, string? Holder) Look(string name) => _lines.Look(name, Place(name));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        IDisposable[] taken;
        lock (_gate)
        {
            taken = [.. _taken];
        }

        foreach (var line in taken)
            line.Dispose();
    }

    private GpioLineOptions Place(string name) => _options.Lines.TryGetValue(name, out var line)
        ? line
        : throw new GpioException($"No line is named {name}. Add Gpio:Lines:{name}, or use one of: {string.Join(", ", _options.Lines.Keys)}.");

    private void Forget(IDisposable line)
    {
        lock (_gate)
            _taken.Remove(line);
    }

    private T Keep<T>(T line) where T : IDisposable
    {
        lock (_gate)
            _taken.Add(line);
        return line;
    }
}
