using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>Chooses the interface by what the system has: version 2 where it is found (Debian 13), else version 1 (Debian 12).</summary>
internal static class InstalledLibgpiod
{
    /// <summary>The interface to use.</summary>
    /// <exception cref="GpioException">Neither is installed.</exception>
    public static ILibgpiod Find() => Find(library => NativeLibrary.TryLoad(library, out _));

    internal static ILibgpiod Find(Func<string, bool> has) =>
        has(Bindings.V2.Native.Library) ? new Bindings.V2.LibgpiodV2()
        : has(Bindings.V1.Native.Library) ? new Bindings.V1.LibgpiodV1()
        : throw new GpioException($"Neither {Bindings.V2.Native.Library} nor {Bindings.V1.Native.Library} is there. Install libgpiod (apt-get install libgpiod3, before Debian 13 libgpiod2), or set Gpio:Driver to Simulated.");
}
