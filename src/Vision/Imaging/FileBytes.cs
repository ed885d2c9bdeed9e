using System.Runtime.InteropServices;
using AccessKiosk.Foundation;

namespace AccessKiosk.Vision.Imaging;

/// <summary>A whole file in native memory, which goes back to the system at once when it is not needed any more.</summary>
internal sealed unsafe class FileBytes : IDisposable
{
    private readonly int _length;
    private byte* _data;

    private FileBytes(int length)
    {
        _data = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, length));
        _length = length;
    }

    public ReadOnlySpan<byte> Span => new(_data, _length);

    /// <summary>Reads a file.</summary>
    /// <exception cref="ImageException">It is missing, too large or cannot be read.</exception>
    public static FileBytes Read(string path, long maxBytes)
    {
        if (Directory.Exists(path))
            throw new ImageException($"{path} is a folder; name a picture file in it.");
        FileBytes? bytes = null;
        try
        {
            using var file = RegularFile.Open(path);
            if (file.Length > maxBytes)
                throw new ImageException($"{path} has {file.Length:N0} bytes; at most {maxBytes:N0} are read. Make it smaller.");
            bytes = new((int)file.Length);
            file.ReadExactly(new Span<byte>(bytes._data, bytes._length));
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageException($"There is no file {path}; check the name.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ImageException($"{path} may not be read; check its permissions.", e);
        }
        catch (IOException e)
        {
            bytes?.Dispose();
            throw new ImageException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_data);
        _data = null;
    }
}
