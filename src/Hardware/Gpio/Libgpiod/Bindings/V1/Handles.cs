using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V1;

/// <summary>An open chip.</summary>
internal sealed class ChipHandle : SafeHandle
{
    public ChipHandle() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.CloseChip(handle);
        return true;
    }
}

/// <summary>A line that owns the chip it came from: closing it gives the line back and closes the chip.</summary>
internal sealed class LineHandle : SafeHandle
{
    public LineHandle(ChipHandle chip, nint line) : base(0, ownsHandle: true)
    {
        SetHandle(line);
        chip.SetHandleAsInvalid();
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.CloseLine(handle);
        return true;
    }
}
