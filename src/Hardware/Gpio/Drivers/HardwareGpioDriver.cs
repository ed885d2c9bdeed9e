using AccessKiosk.Hardware.Gpio.Libgpiod;
using AccessKiosk.Hardware.Gpio.UsbRelays;

namespace AccessKiosk.Hardware.Gpio.Drivers;

/// <summary>The lines of a real box: those of GPIO chips through libgpiod, and the relays of USB boards.</summary>
public sealed class HardwareGpioDriver : GpioDriver
{
    private readonly GpioOptions _options;
    private readonly Lazy<LibgpiodGpio> _chips;
    private readonly UsbRelayBoards _boards = new();

    /// <summary>Nothing is opened before a line is requested.</summary>
    /// <param name="options">The named lines.</param>
    /// <param name="time">The clock of the debounce timers.</param>
    /// <exception cref="GpioException">The options have faults; all of them are listed.</exception>
    public HardwareGpioDriver(GpioOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.EnsureValid();
        _options = options;
        // A box with nothing but USB boards needs no libgpiod.
        _chips = new(() => new(options, time));
    }

    /// <inheritdoc/>
    public override GpioOutput RequestOutput(string name, bool active = false) =>
        OnBoard(name) is { } relay ? _boards.Take(name, relay, active) : _chips.Value.RequestOutput(name, active);

    /// <inheritdoc/>
    public override GpioInput RequestInput(string name) => OnBoard(name) is { } relay
        ? throw new GpioException($"Gpio:Lines:{name} is a relay ({relay}); a USB relay board has no inputs: give {name} a line of a GPIO chip.")
        : _chips.Value.RequestInput(name);

    /// <summary>Looks for a line without taking it.</summary>
    /// <param name="name">The line's name in the configuration.</param>
    /// <returns>The chip or board it is on, and who holds it; null when it is free.</returns>
    /// <exception cref="GpioException">No such line, wrong chip.</exception>
    public (string Chip, string? Holder) Look(string name) =>
        OnBoard(name) is { } relay ? UsbRelayBoards.Look(name, relay) : _chips.Value.Look(name);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_chips.IsValueCreated)
            _chips.Value.Dispose();
        _boards.Dispose();
    }

    private GpioLineOptions? OnBoard(string name) => _options.Lines.TryGetValue(name, out var line) && UsbRelayAddress.Is(line.Chip) ? line : null;
}
