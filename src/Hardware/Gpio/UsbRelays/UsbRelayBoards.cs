namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>The USB relay boards of the box, each opened when its first relay is taken.</summary>
internal sealed class UsbRelayBoards : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedBoard> _boards = new(StringComparer.Ordinal);
    private readonly HashSet<UsbRelayOutput> _taken = [];

    /// <summary>Takes a relay as an output.</summary>
    /// <exception cref="GpioException">The board is not there or has no such relay, or another owner holds it.</exception>
    public UsbRelayOutput Take(string name, GpioLineOptions options, bool active)
    {
        lock (_gate)
        {
            if (!_boards.TryGetValue(options.Chip, out var board))
                _boards.Add(options.Chip, board = new(options.Chip));
            var output = board.Take(name, options, active, Forget);
            _taken.Add(output);
            return output;
        }
    }

    /// <summary>Looks at a relay without taking it: its board, and the process that holds that.</summary>
    /// <exception cref="GpioException">The board is not there, or is another thing.</exception>
    public static (string Board, string? Holder) Look(string name, GpioLineOptions options)
    {
        var path = UsbRelayAddress.Path(options.Chip);
        try
        {
            var file = new FileInfo(path);
            var device = file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            if (OpenFiles.HoldersOf(target => target == device) is [var holder, ..])
                return (options.Chip, holder);
            using var board = Open(options.Chip);
            return options.Offset <= board.Channels
                ? (options.Chip, null)
                : throw new GpioException($"Gpio:Lines:{name}: {options.Chip} has relays 1 to {board.Channels}, not {options.Offset}.");
        }
        catch (IOException failure)
        {
            throw new GpioException($"Gpio:Lines:{name}: no relay board: {failure.Message}.", failure);
        }
    }

    /// <summary>Opens a board for this process alone.</summary>
    /// <exception cref="IOException">It is not there, not such a board, or another program holds it.</exception>
    public static IRelayBoard Open(string chip) =>
        UsbRelayAddress.IsSerial(chip) ? new SerialRelayBoard(UsbRelayAddress.Path(chip)) : new HidRelayBoard(UsbRelayAddress.Path(chip));

    public void Dispose()
    {
        UsbRelayOutput[] taken;
        SharedBoard[] boards;
        lock (_gate)
        {
            (taken, boards) = ([.. _taken], [.. _boards.Values]);
            _boards.Clear();
        }

        foreach (var line in taken)
            line.Dispose();
        foreach (var board in boards)
            board.Dispose();
    }

    private void Forget(UsbRelayOutput line)
    {
        lock (_gate)
            _taken.Remove(line);
    }
}
