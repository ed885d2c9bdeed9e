using System.Security.Cryptography;
using System.Text;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Storage.Keys;

/// <summary>The 256-bit key that wraps every data key. It is used only through keys derived from it (HKDF, RFC 5869).</summary>
internal sealed class MasterKey : IDisposable
{
    private const int Size = 32;
    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes, string path) => (_bytes, Path) = (bytes, path);

    /// <summary>Where it was read, for messages.</summary>
    public string Path { get; }

    public static MasterKey Generate(string path) => new(RandomNumberGenerator.GetBytes(Size), path);

    /// <summary>Reads a key of 64 hexadecimal digits; refuses a file that others can read.</summary>
    public static MasterKey Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows())
                RefuseExposed(path, File.GetUnixFileMode(path));
            var text = File.ReadAllText(path).Trim();
            if (text.Length != 2 * Size || !text.All(char.IsAsciiHexDigit))
                throw new StoreException(
                    StoreFault.KeyWrong, $"The master key {path} is not 64 hexadecimal digits: put the right key there.");
            return new(Convert.FromHexString(text), path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreException(
                StoreFault.KeyMissing,
                $"The master key {path} is missing: put it back; a new one cannot open the existing key store.",
                fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.KeyMissing, $"The master key {path} cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes the key durably, mode 0600.</summary>
    public void Write(string path)
    {
        var text = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(_bytes) + "\n");
        DurableFile.Write(path, text);
        CryptographicOperations.ZeroMemory(text);
    }

    /// <summary>A 256-bit key for one purpose in one store.</summary>
    public byte[] Derive(string purpose, Guid store) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _bytes, Size, store.ToByteArray(bigEndian: true), Encoding.ASCII.GetBytes(purpose));

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    private static void RefuseExposed(string path, UnixFileMode mode)
    {
        const UnixFileMode Others = (UnixFileMode)0b000_111_111;
        if ((mode & Others) != UnixFileMode.None)
            throw new StoreException(
                StoreFault.KeyExposed,
                $"The master key {path} has mode {Convert.ToString((int)mode, 8)}: others may read it. Run: chmod 600 {path}");
    }
}

/// <summary>Where a store's master key is to be found, and where rotation leaves the next one until it is active.</summary>
internal readonly record struct MasterKeyPlace(string Path, bool IsCredential)
{
    public string Next => Path + ".next";

    public static MasterKeyPlace Of(StoreOptions options)
    {
        if (options.MasterKeyFile is { } file)
            return new(System.IO.Path.GetFullPath(file), IsCredential: false);
        if (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder)
        {
            var credential = System.IO.Path.Combine(folder, StoreOptions.CredentialName);
            if (File.Exists(credential))
                return new(credential, IsCredential: true);
        }

        return new(System.IO.Path.GetFullPath(System.IO.Path.Combine(options.Directory, "keys", "master.key")), false);
    }
}
