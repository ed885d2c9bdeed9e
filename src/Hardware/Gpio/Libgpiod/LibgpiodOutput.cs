using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An output line of the kernel.</summary>
internal sealed class LibgpiodOutput(string name, GpioLineOptions options, bool initial, Action<IDisposable> released) : GpioOutput(name, initial)
{
    private readonly LineHandle _line = LineRequest.Take(name, options, Native.RequestOutput, initial);

    protected override void Write(bool active)
    {
        if (Native.SetValue(_line, active ? 1 : 0) != 0)
            throw LineRequest.Failed($"The line {Name} ({options}) cannot be set", Marshal.GetLastPInvokeError());
    }

    protected override void Release()
    {
        _line.Dispose();
        released(this);
    }
}
