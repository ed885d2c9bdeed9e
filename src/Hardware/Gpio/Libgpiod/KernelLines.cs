using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;
using AccessKiosk.Hardware.Timing;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>Finds lines and takes them, or says why not and what to do.</summary>
/// <param name="library">The installed interface.</param>
/// <param name="devices">The device files of the box's chips; null for those in /dev.</param>
internal sealed class KernelLines(ILibgpiod library, IReadOnlyList<string>? devices = null)
{
    private const int Attempts = 25;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    /// <summary>Takes a line.</summary>
    /// <exception cref="GpioException">No such chip or line, or another owner holds it.</exception>
    public IKernelLine Take(string name, GpioLineOptions options, bool isOutput, bool active = false) => Take(name, options, isOutput, active, attempts: 1);

    /// <summary>
    /// As <see cref="Take(string, GpioLineOptions, bool, bool)"/>, and waits half a second for a line that is held: one that was just given
    /// back stays with a child that is being started until the child runs its own program.
    /// </summary>
    /// <exception cref="GpioException">No such chip or line, or another owner holds it.</exception>
    public IKernelLine TakeWhenFree(string name, GpioLineOptions options, bool isOutput, bool active = false) => Take(name, options, isOutput, active, Attempts);

    /// <summary>Looks at a line without taking it: where it is, and its consumer's name when somebody holds it.</summary>
    /// <exception cref="GpioException">No such chip or line.</exception>
    public (string Chip, string? Holder) Look(string name, GpioLineOptions options)
    {
        using var chip = Open(name, options);
        if (chip.Look(Find(chip, name, options)) is not { } line)
            throw Failed($"The line {name} ({options}) cannot be looked at", Marshal.GetLastPInvokeError());
        return (chip.Name, line.IsUsed ? line.Consumer ?? "the kernel" : null);
    }

    public static GpioException Failed(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.");

    private IKernelLine Take(string name, GpioLineOptions options, bool isOutput, bool active, int attempts)
    {
        using var chip = Open(name, options);
        using var pause = new Pause(TimeProvider.System);
        var offset = Find(chip, name, options);
        for (var attempt = 1; ; attempt++)
        {
            if (chip.Request(offset, new($"access-kiosk:{name}", isOutput, active, options.ActiveLow, options.Bias)) is { } line)
                return line;
            var error = Marshal.GetLastPInvokeError();
            if (error is not Errors.Busy)
                throw Failed($"The line {name} ({options}) cannot be taken", error);
            if (attempt >= attempts)
                throw Held(chip, offset, name, options);
            pause.For(BetweenAttempts, CancellationToken.None);
        }
    }

    private static uint Find(IChip chip, string name, GpioLineOptions options)
    {
        if (options.Line.Length > 0)
            return chip.Find(options.Line) ?? throw new GpioException($"Gpio:Lines:{name}: {chip.Name} has no line named {options.Line}; gpioinfo {chip.Name} lists its {chip.Lines} lines.");

        var offset = (uint)options.Offset.GetValueOrDefault();
        return offset < chip.Lines ? offset : throw new GpioException($"Gpio:Lines:{name}: {chip.Name} has no line {offset}; it has lines 0 to {chip.Lines - 1}.");
    }

    private IChip Open(string name, GpioLineOptions options)
    {
        if (library.Open(options.Chip) is { } chip)
            return Unambiguous(chip, name, options);

        var error = Marshal.GetLastPInvokeError();
        var advice = error is Errors.PermissionDenied
            ? "Let the service's user into the group that owns /dev/gpiochip*, or add a udev rule."
            : $"This box has: {Present()}. gpiodetect lists names and labels.";
        throw new GpioException($"Gpio:Lines:{name}: no GPIO chip {options.Chip} ({Marshal.GetPInvokeErrorMessage(error)}). {advice}");
    }

    // The first of two chips with one label is not always the same one: a relay must not move to another board at a restart.
    private IChip Unambiguous(IChip chip, string name, GpioLineOptions options)
    {
        if (chip.Label != options.Chip || chip.Name == options.Chip)
            return chip;
        string[] same = [.. Devices().Select(NameOfLabelled).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (same.Length < 2)
            return chip;
        chip.Dispose();
        throw new GpioException($"Gpio:Lines:{name}: {same.Length} GPIO chips have the label {options.Chip} ({string.Join(", ", same)}). Name the chip by its path, for instance a link that a udev rule makes for its plug.");

        string? NameOfLabelled(string path)
        {
            using var other = library.Open(path);
            return other?.Label == options.Chip ? other.Name : null;
        }
    }

    private IReadOnlyList<string> Devices() => devices ?? Directory.GetFiles("/dev", "gpiochip*");

    private string Present()
    {
        var chips = Devices().Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        return chips.Length == 0 ? "no GPIO chip at all" : string.Join(", ", chips);
    }

    private static GpioException Held(IChip chip, uint offset, string name, GpioLineOptions options)
    {
        var processes = OpenFiles.HoldersOf(target => target == $"/dev/{chip.Name}" || target.StartsWith("anon_inode:gpio", StringComparison.Ordinal));
        var suspects = processes.Count == 0 ? "" : $" Processes with GPIO lines open: {string.Join(", ", processes)}.";
        return new($"The line {name} ({options}) is held by \"{chip.Look(offset)?.Consumer ?? "unknown"}\".{suspects} Stop that program, or give {name} another line.");
    }
}
