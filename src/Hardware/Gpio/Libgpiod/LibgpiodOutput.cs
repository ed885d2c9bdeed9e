using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An output line of the kernel. One whose chip was removed is taken again by the next write.</summary>
internal sealed class LibgpiodOutput(string name, GpioLineOptions options, KernelLines lines, bool initial, Action<IDisposable> released) : GpioOutput(name, initial)
{
    // Null while the chip is removed.
    private IKernelLine? _line = lines.TakeWhenFree(name, options, isOutput: true, initial);

    protected override void Write(bool active)
    {
        if (_line is null)
        {
            _line = lines.Take(Name, options, isOutput: true, active);
            return;
        }

        if (_line.Write(active) >= 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        if (error is Errors.NoSuchDevice)
        {
            _line.Dispose();
            _line = null;
        }

        throw KernelLines.Failed($"The line {Name} ({options}) cannot be set", error);
    }

    protected override void Release()
    {
        _line?.Dispose();
        released(this);
    }
}
