using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;
using V1 = AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V1;
using V2 = AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V2;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>Both versions of libgpiod, each where it is installed; the virtual machine has both.</summary>
internal static class LibgpiodVersions
{
    /// <summary>The interface of one library; skips the test where it is not installed.</summary>
    public static ILibgpiod Get(string library)
    {
        if (!NativeLibrary.TryLoad(library, out _))
            KernelChip.Missing($"{library} is not installed here.");
        return library == V2.Native.Library ? new V2.LibgpiodV2() : new V1.LibgpiodV1();
    }
}
