namespace AccessKiosk.Hardware.Gpio.Simulated;

/// <summary>
/// GPIO lines in memory: for demonstration, for the admin page and for tests. Inputs are set by the caller, outputs can
/// be read, watched and made to fail. A line exists as soon as it is named.
/// </summary>
public sealed class SimulatedGpio : GpioDriver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedLine> _lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly GpioOptions _options;
    private readonly TimeProvider _time;
    private Action<GpioEdge>? _watchers;

    /// <summary>Creates lines on demand; <paramref name="options"/> gives debounce times (a line not named there has none).</summary>
    public SimulatedGpio(TimeProvider time, GpioOptions? options = null)
    {
        _time = time;
        _options = options ?? new();
    }

    /// <summary>Every line met so far.</summary>
    public IReadOnlyList<SimulatedLineState> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines.Values.Select(line => line.State).OrderBy(line => line.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Calls back at each change of any line's raw level, on the thread that changes it; must not throw.</summary>
    public void Watch(Action<GpioEdge> changed)
    {
        lock (_gate)
            _watchers += changed;
    }

    /// <summary>Whether a line is active now.</summary>
    public bool IsActive(string name) => Line(name).State.Active;

    /// <summary>Sets the level that an input sees, before or after it is requested.</summary>
    /// <exception cref="GpioException">The line is in use as an output.</exception>
    public void Set(string name, bool active)
    {
        if (Line(name).SetFromOutside(active))
            _watchers?.Invoke(new(name, active));
    }

    /// <summary>Breaks a line as a pulled-out board would: its owner is told, and writing to it fails.</summary>
    public void Break(string name) => Line(name).Break();

    /// <summary>Repairs a broken line: its owner is told, and writing to it works again.</summary>
    public void Repair(string name) => Line(name).Repair();

    /// <inheritdoc/>
    public override GpioOutput RequestOutput(string name, bool active = false)
    {
        var output = Line(name).TakeAsOutput(active, level => _watchers?.Invoke(new(name, level)));
        _watchers?.Invoke(new(name, active));
        return output;
    }

    /// <inheritdoc/>
    public override GpioInput RequestInput(string name)
    {
        var debounce = _options.Lines.TryGetValue(name, out var line) ? line.Debounce : TimeSpan.Zero;
        return Line(name).TakeAsInput(debounce, _time);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        SimulatedLine[] lines;
        lock (_gate)
            lines = [.. _lines.Values];
        foreach (var line in lines)
            line.GiveBack();
    }

    private SimulatedLine Line(string name)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(name, out var line))
                _lines.Add(name, line = new(name));
            return line;
        }
    }
}
