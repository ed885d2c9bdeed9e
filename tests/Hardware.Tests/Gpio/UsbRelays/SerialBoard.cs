using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Tests.Gpio.UsbRelays;

/// <summary>An LCUS board at the far end of a pseudo-terminal: a real tty of the kernel on the kiosk's side.</summary>
internal sealed partial class SerialBoard : RelayBoard
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("board");
    private readonly Lock _gate = new();
    private readonly bool[] _on = new bool[9];
    private volatile SafeFileHandle? _far;
    private Task _reading = Task.CompletedTask;

    public SerialBoard() => Plug();

    public override string Chip => $"serial:{Link}";

    // A link, as /dev/serial/by-path has: it names the place, whatever number the device gets.
    private string Link => Path.Combine(_folder.FullName, "relay");

    public override bool IsOn(int relay)
    {
        lock (_gate)
            return _on[relay];
    }

    public override void Plug()
    {
        var far = OpenTerminal(ReadWrite);
        Assert.False(far.IsInvalid, Marshal.GetLastPInvokeErrorMessage());
        Span<byte> name = stackalloc byte[64];
        Assert.Equal(0, Grant(far));
        Assert.Equal(0, Unlock(far));
        Assert.Equal(0, NameOf(far, name, (nuint)name.Length));
        var near = System.Text.Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        File.Delete(Link);
        File.CreateSymbolicLink(Link, near);
        _far = far;
        _reading = Task.Factory.StartNew(() => Listen(far), TaskCreationOptions.LongRunning);
    }

    public override void Unplug()
    {
        File.Delete(Link);
        var far = _far;
        _far = null;
        _reading.Wait();
        far?.Dispose();
        lock (_gate)
            Array.Clear(_on);
    }

    public override void Dispose()
    {
        if (_far is not null)
            Unplug();
        _folder.Delete(recursive: true);
    }

    private void Listen(SafeFileHandle far)
    {
        Span<byte> frame = stackalloc byte[4];
        for (var filled = 0; ReferenceEquals(_far, far);)
        {
            var count = Read(far, frame[filled..], (nuint)(4 - filled));
            // Nothing there, or nobody has the near end open.
            if (count <= 0)
            {
                Thread.CurrentThread.Join(5);
                continue;
            }

            filled += (int)count;
            if (filled < 4)
                continue;
            filled = 0;
            if (frame[0] != 0xA0 || frame[3] != (byte)(frame[0] + frame[1] + frame[2]) || frame[1] is 0 or > 8)
                continue;
            lock (_gate)
                _on[frame[1]] = frame[2] == 1;
        }
    }

    // O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.
    private const int ReadWrite = 0x2 | 0x100 | 0x800 | 0x80000;

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial SafeFileHandle OpenTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt")]
    private static partial int Grant(SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "unlockpt")]
    private static partial int Unlock(SafeFileHandle terminal);

    [LibraryImport("libc", EntryPoint = "ptsname_r")]
    private static partial int NameOf(SafeFileHandle terminal, Span<byte> name, nuint length);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, Span<byte> bytes, nuint count);
}
