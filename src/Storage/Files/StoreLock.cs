using System.Globalization;
using System.Text;

namespace AccessKiosk.Storage.Files;

/// <summary>One kiosk a store: an advisory lock that the system frees when the process ends, however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private const int WouldBlock = 11;
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    public static StoreLock Take(string database)
    {
        var path = database + ".lock";
        try
        {
            var file = new FileStream(path, DurableFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return new(file);
        }
        catch (IOException fault) when (fault.HResult == WouldBlock)
        {
            throw new StoreException(
                StoreFault.Locked,
                $"Another kiosk{Holder(path)} has {database} open: stop it, or use its web interface; two on one store would lose data.",
                fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, path);
        }
    }

    // The file stays: removing it would let a third process lock another file of the same name.
    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        Span<byte> text = stackalloc byte[20];
        var length = DurableFile.ReadUnlocked(path, text);
        return int.TryParse(text[..length], CultureInfo.InvariantCulture, out var process) ? $" (process {process})" : "";
    }
}
