using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.PowerCut.Engines;

/// <summary>The smallest engine: a file of lines, each with its digest. What follows the last whole line is cut off.</summary>
internal sealed partial class PlainFileEngine(string name, bool flush) : IEngine
{
    public string Name => name;

    public bool IsControl { get; init; }

    public async Task WorkAsync(string folder, int seed, int count, Action<int> acknowledge, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(folder, "lines"), FileMode.CreateNew, FileAccess.Write);
        file.Flush(flush);
        if (flush)
            FlushFolder(folder);
        for (var done = 0; ; done++)
        {
            acknowledge(done);
            if (done == count)
                return;
            await file.WriteAsync(Encoding.ASCII.GetBytes(Line(seed, done) + "\n"), cancellationToken);
            file.Flush(flush);
        }
    }

    public async Task<string?> CheckAsync(string folder, int seed, int acknowledged, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "lines");
        var text = File.Exists(file) ? await File.ReadAllTextAsync(file, Encoding.ASCII, cancellationToken) : "";
        var lines = text.Split('\n')[..^1];
        var whole = lines.TakeWhile((line, index) => line == Line(seed, index)).Count();
        if (whole < acknowledged)
            return $"{acknowledged} lines were acknowledged, {whole} are there";
        await File.WriteAllLinesAsync(file, lines.Take(whole).Append(Line(seed, whole)), cancellationToken);
        return null;
    }

    private static string Line(int seed, int index)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{seed}-{index}");
        return text + " " + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    private static void FlushFolder(string folder)
    {
        const int ReadOnly = 0;
        using var handle = open(folder, ReadOnly);
        if (handle.IsInvalid || fsync(handle) != 0)
            throw new PowerCutException($"{folder} cannot be flushed.");
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle open(string path, int flags);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int fsync(SafeFileHandle file);
}
