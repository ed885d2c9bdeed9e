using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An output line of the kernel.</summary>
internal sealed class LibgpiodOutput(string name, GpioLineOptions options, KernelLines lines, bool initial, Action<IDisposable> released) : GpioOutput(name, initial)
{
    private readonly IKernelLine _line = lines.Take(name, options, isOutput: true, initial);

    protected override void Write(bool active)
    {
        if (_line.Write(active) < 0)
            throw KernelLines.Failed($"The line {Name} ({options}) cannot be set", Marshal.GetLastPInvokeError());
    }

    protected override void Release()
    {
        _line.Dispose();
        released(this);
    }
}
