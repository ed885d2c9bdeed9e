namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>
/// One board for all lines on it. It is looked at every second: a board that was unplugged is reported, one that came
/// back, at rest as it is after power-up, is opened anew by the next write.
/// </summary>
internal sealed class SharedBoard : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly string _chip;
    private readonly Dictionary<int, UsbRelayOutput> _lines = [];
    private readonly Timer _timer;
    private IRelayBoard? _board;
    private bool _disposed;

    public SharedBoard(string chip)
    {
        _chip = chip;
        // Not on the doors' clock: a board that answers slowly must not keep another door from locking.
        _timer = new(_ => Look(), null, LookEvery, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a relay and drives it to its first level.</summary>
    public UsbRelayOutput Take(string name, GpioLineOptions options, bool active, Action<UsbRelayOutput> released)
    {
        lock (_gate)
        {
            var channel = options.Offset.GetValueOrDefault();
            if (_lines.TryGetValue(channel, out var other))
                throw new GpioException($"The relay {name} ({options}) is already held as {other.Name}. Give each use its own relay.");
            Switch(channel, active != options.ActiveLow);
            return _lines[channel] = new(name, options, this, active, released);
        }
    }

    /// <summary>Drives a relay; a board that failed is opened anew first.</summary>
    /// <exception cref="GpioException">The board cannot be driven.</exception>
    public void Switch(int channel, bool on)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _board ??= UsbRelayBoards.Open(_chip);
                if (channel > _board.Channels)
                    throw new IOException($"it has relays 1 to {_board.Channels}, not {channel}");
                _board.Switch(channel, on);
                if (_board.Read(channel) is { } state && state != on)
                    throw new IOException($"the board says that relay {channel} is {(state ? "on" : "off")}");
            }
            catch (IOException failure)
            {
                Drop();
                throw new GpioException($"The relay board {_chip} cannot be driven: {failure.Message}. Is it plugged in, and may this user (groups gpio, dialout) write to it?", failure);
            }
        }
    }

    public void Leave(int channel)
    {
        lock (_gate)
            _lines.Remove(channel);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            Drop();
        }
    }

    private void Drop()
    {
        _board?.Dispose();
        _board = null;
    }

    // Drives every relay to where it is anyway: it costs nothing, and tells whether the board is still there.
    private void Look()
    {
        UsbRelayOutput[] lines;
        lock (_gate)
            lines = [.. _lines.Values];
        // Outside the gate: a line that fails tells its door, which may be writing.
        foreach (var line in lines)
            line.Check();
        lock (_gate)
        {
            if (!_disposed)
                _timer.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }
    }
}
