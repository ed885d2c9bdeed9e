using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>poll(2): waits on several descriptors at once.</summary>
internal static partial class Polling
{
    public const short In = 1;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll([In, Out] Descriptor[] descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    public struct Descriptor
    {
        public int File;
        public short Wanted;
        public short Happened;
    }
}
