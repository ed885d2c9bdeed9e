using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Interop;

/// <summary>poll(2): waits on several descriptors at once.</summary>
internal static partial class Polling
{
    public const short In = 1;

    /// <summary>errno of a wait that a signal interrupted.</summary>
    public const int Interrupted = 4;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll([In, Out] Descriptor[] descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    public struct Descriptor
    {
        /// <summary>The file; -1 is left out.</summary>
        public int File;
        public short Wanted;
        public short Happened;
    }
}
