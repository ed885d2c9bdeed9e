using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V2;

/// <summary>An object of the library, freed by its own function.</summary>
internal abstract class ObjectHandle(Action<nint> free) : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        free(handle);
        return true;
    }
}

/// <summary>An open chip; lines taken from it live on without it.</summary>
internal sealed class ChipHandle() : ObjectHandle(Native.CloseChip);

/// <summary>What the kernel tells of a chip.</summary>
internal sealed class ChipInfoHandle() : ObjectHandle(Native.FreeChipInfo);

/// <summary>What the kernel tells of a line.</summary>
internal sealed class LineInfoHandle() : ObjectHandle(Native.FreeLineInfo);

/// <summary>How lines are to be.</summary>
internal sealed class SettingsHandle() : ObjectHandle(Native.FreeSettings);

/// <summary>Which lines are to be so.</summary>
internal sealed class ConfigHandle() : ObjectHandle(Native.FreeConfig);

/// <summary>Who asks for them.</summary>
internal sealed class RequestConfigHandle() : ObjectHandle(Native.FreeRequestConfig);

/// <summary>Lines that were taken; closing gives them back.</summary>
internal sealed class RequestHandle() : ObjectHandle(Native.Release);

/// <summary>Room for edges.</summary>
internal sealed class EventsHandle() : ObjectHandle(Native.FreeEvents);
