using AccessKiosk.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Storage.Keys;

/// <summary>The key store's file as blocks of 128 bytes: the head, then the slots. It knows nothing of what they hold.</summary>
internal sealed class SlotFile : IDisposable
{
    private const int GrowBy = 32;
    private readonly bool _readOnly;
    private SafeFileHandle _file;

    public SlotFile(string path, bool readOnly)
    {
        (Path, _readOnly) = (path, readOnly);
        try
        {
            _file = Open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IoFaults.Explain(fault, path);
        }
    }

    public string Path { get; }

    /// <summary>How many slots there are, used or not.</summary>
    public int Slots { get; private set; }

    public StoreException Damage(string how) => new(
        StoreFault.Damaged, $"The key store {Path} is damaged ({how}): put its escrow copy back; nothing was changed.");

    /// <summary>Reads head and slots.</summary>
    public byte[] ReadAll()
    {
        var content = new byte[RandomAccess.GetLength(_file)];
        RandomAccess.Read(_file, content, 0);
        if (content.Length < KeySlot.Size)
            throw Damage("it is cut off");
        // A kill while the file grew may leave a part of a block of zeros.
        var rest = content.Length % KeySlot.Size;
        if (content.AsSpan(content.Length - rest).ContainsAnyExcept((byte)0))
            throw Damage("it ends inside a key");
        if (rest > 0 && !_readOnly)
            RandomAccess.SetLength(_file, content.Length - rest);
        Slots = content.Length / KeySlot.Size - 1;
        return content;
    }

    /// <summary>False when the file ends before.</summary>
    public bool TryRead(int slot, Span<byte> block) => RandomAccess.Read(_file, block, Offset(slot)) == block.Length;

    public void Write(int slot, ReadOnlySpan<byte> block) => RandomAccess.Write(_file, block, Offset(slot));

    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Adds empty slots and returns their number: real zeros, not a hole, so that a full disk shows before a key is written.</summary>
    public int Grow(int atLeast)
    {
        var more = Math.Max(GrowBy, atLeast);
        var end = Offset(Slots);
        try
        {
            RandomAccess.Write(_file, new byte[more * KeySlot.Size], end);
            Flush();
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file, end);
            throw;
        }

        Slots += more;
        return more;
    }

    /// <summary>Puts another content in the file's place, in one step.</summary>
    public void Replace(ReadOnlySpan<byte> content)
    {
        DurableFile.Write(Path, content);
        _file.Dispose();
        _file = Open();
    }

    public void Dispose() => _file.Dispose();

    private static long Offset(int slot) => (slot + 1L) * KeySlot.Size;

    private SafeFileHandle Open() => File.OpenHandle(
        Path, FileMode.Open, _readOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
