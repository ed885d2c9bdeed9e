using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>Finds a line and takes it, or says why not and what to do.</summary>
internal static class LineRequest
{
    public static LineHandle Take(string name, GpioLineOptions options, int type, bool active)
    {
        var line = Find(name, options, out var chipName);
        var consumer = Marshal.StringToCoTaskMemUTF8($"access-kiosk:{name}");
        try
        {
            var config = new Native.RequestConfig { Consumer = consumer, Type = type, Flags = Flags(options, type) };
            if (Native.Request(line, config, active ? 1 : 0) == 0)
                return line;

            var error = Marshal.GetLastPInvokeError();
            throw error is Native.Busy ? Held(name, options, line, chipName) : Failed($"The line {name} ({options}) cannot be taken", error);
        }
        catch
        {
            line.Dispose();
            throw;
        }
        finally
        {
            Marshal.FreeCoTaskMem(consumer);
        }
    }

    /// <summary>Looks at a line without taking it: where it is, and its consumer's name when somebody holds it.</summary>
    /// <exception cref="GpioException">No such chip or line.</exception>
    public static (string Chip, string? Holder) Look(string name, GpioLineOptions options)
    {
        using var line = Find(name, options, out var chipName);
        if (Native.Update(line) != 0)
            throw Failed($"The line {name} ({options}) cannot be looked at", Marshal.GetLastPInvokeError());
        return (chipName, Native.IsUsed(line) ? Marshal.PtrToStringUTF8(Native.Consumer(line)) ?? "the kernel" : null);
    }

    public static GpioException Failed(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.");

    private static LineHandle Find(string name, GpioLineOptions options, out string chipName)
    {
        using var chip = Open(name, options);
        chipName = Marshal.PtrToStringUTF8(Native.ChipName(chip)) ?? options.Chip;
        var line = options.Line.Length > 0 ? Native.FindLine(chip, options.Line) : Native.GetLine(chip, (uint)options.Offset.GetValueOrDefault());
        if (line != 0)
            return new(chip, line);

        var count = Native.CountLines(chip);
        throw new GpioException(options.Line.Length > 0
            ? $"Gpio:Lines:{name}: {chipName} has no line named {options.Line}; gpioinfo {chipName} lists its {count} lines."
            : $"Gpio:Lines:{name}: {chipName} has no line {options.Offset}; it has lines 0 to {count - 1}.");
    }

    private static ChipHandle Open(string name, GpioLineOptions options)
    {
        try
        {
            var chip = Native.OpenChip(options.Chip);
            if (!chip.IsInvalid)
                return chip;

            var error = Marshal.GetLastPInvokeError();
            chip.Dispose();
            var advice = error is Native.PermissionDenied
                ? "Let the service's user into the group that owns /dev/gpiochip*, or add a udev rule."
                : $"This box has: {Present()}. gpiodetect lists names and labels.";
            throw new GpioException($"Gpio:Lines:{name}: no GPIO chip {options.Chip} ({Marshal.GetPInvokeErrorMessage(error)}). {advice}");
        }
        catch (DllNotFoundException cause)
        {
            throw new GpioException(Absent(NativeLibrary.TryLoad(Native.NewerLibrary, out _)), cause);
        }
    }

    internal static string Absent(bool newerIsThere) => newerIsThere
        ? $"The library {Native.Library} (libgpiod 1) is missing; this system has libgpiod 2 ({Native.NewerLibrary}), whose interface is another one and is not supported. Build libgpiod 1.6 beside it, or use a system that has it (Debian 12, Ubuntu 22.04, JetPack 6)."
        : $"The library {Native.Library} is missing. Install it (apt-get install libgpiod2), or set Gpio:Driver to Simulated.";

    private static string Present()
    {
        var chips = Directory.GetFiles("/dev", "gpiochip*").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        return chips.Length == 0 ? "no GPIO chip at all" : string.Join(", ", chips);
    }

    private static GpioException Held(string name, GpioLineOptions options, LineHandle line, string chipName)
    {
        var consumer = Native.Update(line) == 0 ? Marshal.PtrToStringUTF8(Native.Consumer(line)) : null;
        var processes = OpenFiles.HoldersOf(target => target == $"/dev/{chipName}" || target.StartsWith("anon_inode:gpio", StringComparison.Ordinal));
        var suspects = processes.Count == 0 ? "" : $" Processes with GPIO lines open: {string.Join(", ", processes)}.";
        return new($"The line {name} ({options}) is held by \"{consumer ?? "unknown"}\".{suspects} Stop that program, or give {name} another line.");
    }

    private static int Flags(GpioLineOptions options, int type)
    {
        var bias = type is Native.RequestOutput ? 0 : options.Bias switch
        {
            GpioBias.Disabled => Native.FlagBiasDisable,
            GpioBias.PullDown => Native.FlagBiasPullDown,
            GpioBias.PullUp => Native.FlagBiasPullUp,
            _ => 0,
        };
        return bias | (options.ActiveLow ? Native.FlagActiveLow : 0);
    }
}
