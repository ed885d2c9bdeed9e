using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.PowerCut.Simulation;

/// <summary>Folders and files as they are found after the power has come back. Paths are relative.</summary>
/// <param name="Folders">Folders, each before what lies in it.</param>
/// <param name="Files">Files and their contents.</param>
internal sealed record DiskState(IReadOnlyList<string> Folders, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Equal for equal states.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, content) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\0"));
            hash.AppendData(SHA256.HashData(content));
        }

        foreach (var folder in Folders.Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(folder + "/\0"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes it to an empty folder, every file for its owner alone.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var inner in Folders)
            Directory.CreateDirectory(Path.Combine(folder, inner));
        foreach (var (path, content) in Files)
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(Path.Combine(folder, path), options);
            file.Write(content);
        }
    }

    public static DiskState ReadFrom(string folder, Func<string, bool> isVolatile)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !isVolatile(file));
        return new(
            [.. Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Select(inner => Path.GetRelativePath(folder, inner))],
            files.ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes, StringComparer.Ordinal));
    }
}
