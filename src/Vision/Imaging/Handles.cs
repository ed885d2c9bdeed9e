using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Vision.Imaging;

/// <summary>Owns a native <c>ak_image</c>, and informs the garbage collector of its size in case nobody disposes it.</summary>
internal sealed class ImageHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private long _bytes;

    public void Weigh(long bytes) => GC.AddMemoryPressure(_bytes = bytes);

    protected override bool ReleaseHandle()
    {
        NativeMethods.ImageFree(handle);
        if (_bytes > 0)
            GC.RemoveMemoryPressure(_bytes);
        return true;
    }
}

/// <summary>Owns a native <c>ak_bytes</c>: an encoded file.</summary>
internal sealed class BytesHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.BytesFree(handle);
        return true;
    }
}

/// <summary>Owns a native <c>ak_flow</c>.</summary>
internal sealed class FlowHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        NativeMethods.FlowFree(handle);
        return true;
    }
}
