using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Foundation;

/// <summary>Opens files that somebody else names.</summary>
public static partial class RegularFile
{
    // O_RDONLY, O_CLOEXEC and O_NONBLOCK of Linux.
    private const int ReadWithoutWaiting = 0x80000 | 0x800;

    /// <summary>Opens a file for reading; a pipe or a terminal, at which reading would wait for ever, is refused.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="IOException">It is no file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.OpenRead(path);
        var handle = open(path, ReadWithoutWaiting);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            // Says why.
            return File.OpenRead(path);
        }

        var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new IOException($"{path} is not a file.");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle open(string path, int flags);
}
