using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>Chooses the interface by what the system has: version 2 where it is found (Debian 13), else version 1 (Debian 12).</summary>
internal static class InstalledLibgpiod
{
    /// <summary>The interface to use.</summary>
    /// <exception cref="GpioException">Neither is installed.</exception>
    public static ILibgpiod Find() => Find(library => NativeLibrary.TryLoad(library, out _));

    internal static ILibgpiod Find(Func<string, bool> has) =>
        has(V2.Native.Library) ? new V2.LibgpiodV2()
        : has(V1.Native.Library) ? new V1.LibgpiodV1()
        : throw new GpioException($"Neither {V2.Native.Library} nor {V1.Native.Library} is there. Install libgpiod (apt-get install libgpiod3, before Debian 13 libgpiod2), or set Gpio:Driver to Simulated.");
}
