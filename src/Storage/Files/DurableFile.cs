using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Storage.Files;

/// <summary>Files that are whole after a power cut: written beside, flushed, renamed, and the folder flushed too.</summary>
public static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int OpenReadOnlyCloseOnExec = 0x80000;

    /// <summary>How to open a file that its owner alone may read and that nobody else has open.</summary>
    public static FileStreamOptions Private(FileMode mode, FileAccess access)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    /// <summary>Puts a whole file in place, mode 0600, replacing what was there.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        try
        {
            File.Delete(temporary);
            using (var file = new FileStream(temporary, Private(FileMode.CreateNew, FileAccess.Write)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            Move(temporary, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw IoFaults.Explain(fault, path);
        }
    }

    /// <summary>Overwrites and removes a half-written file that a kill left beside <paramref name="path"/>.</summary>
    public static void DiscardLeftover(string path)
    {
        var temporary = path + ".new";
        if (!File.Exists(temporary))
            return;
        Wipe(temporary);
        File.Delete(temporary);
    }

    /// <summary>Overwrites a file's content with zeros.</summary>
    public static void Wipe(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, new byte[RandomAccess.GetLength(file)], 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Renames over what was there; durable on return.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Makes renames and new names in a folder durable.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = open(folder, OpenReadOnlyCloseOnExec);
        if (handle.IsInvalid || fsync(handle) != 0)
            throw new IOException($"{folder} cannot be flushed (errno {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Reads the beginning of a file that another process has locked; 0 when it cannot be read.</summary>
    public static int ReadUnlocked(string path, Span<byte> content)
    {
        if (OperatingSystem.IsWindows())
            return 0;
        using var handle = open(path, OpenReadOnlyCloseOnExec);
        return handle.IsInvalid ? 0 : RandomAccess.Read(handle, content, 0);
    }

    /// <summary>Makes a folder for its owner alone; durable on return, as are the folders above that it makes.</summary>
    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
            MakeFolder(parent);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            if (parent is not null)
                FlushFolder(parent);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, folder);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // The first fault is the one to report.
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int fsync(SafeFileHandle file);
}

/// <summary>Turns the system's file faults into the store's.</summary>
internal static class IoFaults
{
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    public static StoreException Explain(Exception fault, string path) => fault switch
    {
        IOException { HResult: NoSpace or QuotaExceeded } => new(
            StoreFault.DiskFull, $"No space is left for {path}: free some and try again; nothing was changed.", fault),
        IOException { HResult: ReadOnlyFileSystem } or UnauthorizedAccessException => new(
            StoreFault.ReadOnly, $"{path} cannot be written: check its owner, mode and that its disk is not mounted read-only.", fault),
        _ => new(StoreFault.Damaged, $"{path} cannot be used: {fault.Message}", fault),
    };
}
