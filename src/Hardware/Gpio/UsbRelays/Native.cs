using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>The system calls that a board's device file wants.</summary>
internal static partial class Native
{
    public const int WouldBlock = 11;

    // O_RDWR, O_NOCTTY (a terminal must not come to rule the service), O_NONBLOCK (nor be waited for), O_CLOEXEC.
    private const int Flags = 0x2 | 0x100 | 0x800 | 0x80000;
    private const int ExclusiveNow = 2 | 4;
    private const uint Speed9600 = 13;

    /// <summary>Opens a device file for this process alone: the kernel lets go when the process ends, however it ends.</summary>
    public static SafeFileHandle OpenAlone(string path)
    {
        var file = Open(path, Flags);
        if (file.IsInvalid)
            throw Failure(path);
        if (Lock(file, ExclusiveNow) == 0)
            return file;

        var failure = Failure(path);
        file.Dispose();
        throw failure;
    }

    /// <summary>A serial line as the boards want it: 9600 bit/s, every byte as it is.</summary>
    public static void MakeRaw(SafeFileHandle terminal, string path)
    {
        if (GetAttributes(terminal, out var attributes) != 0)
            throw Failure(path);
        MakeRaw(ref attributes);
        if (SetSpeed(ref attributes, Speed9600) != 0 || SetAttributes(terminal, 0, attributes) != 0)
            throw Failure(path);
    }

    /// <summary>The last call's error.</summary>
    public static IOException Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new($"{path}: {(error is WouldBlock ? "another program holds it" : Marshal.GetPInvokeErrorMessage(error))}", error);
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, Span<byte> argument);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(SafeFileHandle terminal, out Attributes attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw(ref Attributes attributes);

    [LibraryImport("libc", EntryPoint = "cfsetspeed", SetLastError = true)]
    private static partial int SetSpeed(ref Attributes attributes, uint speed);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(SafeFileHandle terminal, int when, in Attributes attributes);

    // struct termios of glibc, the same on x64 and arm64; only the library looks inside.
    [StructLayout(LayoutKind.Sequential, Size = 60)]
    private struct Attributes
    {
        public uint Input;
    }
}
