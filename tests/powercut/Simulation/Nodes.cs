namespace AccessKiosk.PowerCut.Simulation;

/// <summary>A file or a folder, independent of its name, as an inode is.</summary>
internal abstract class Node;

/// <summary>A folder: its names as the process sees them and as they are safe on the disk.</summary>
internal sealed class FolderNode : Node
{
    public Dictionary<string, Node> Now { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Node> Safe { get; } = new(StringComparer.Ordinal);
}

/// <summary>A file: what is safe on the disk, and what was done since.</summary>
internal sealed class FileNode : Node
{
    public FileContent Safe { get; } = new();

    public List<FileChange> Pending { get; } = [];

    /// <summary>The file was flushed: everything before is safe.</summary>
    public void Flush()
    {
        foreach (var change in Pending)
            Safe.Apply(change);
        Pending.Clear();
    }
}

/// <summary>A write or (without data) a change of the size to <paramref name="At"/>.</summary>
/// <param name="Place">The place among all changes of all files.</param>
/// <param name="At">The offset, or the new size.</param>
/// <param name="Data">The bytes; null for a change of the size.</param>
internal sealed record FileChange(long Place, long At, ReadOnlyMemory<byte>? Data)
{
    public long End => At + (Data?.Length ?? 0);
}

/// <summary>A change of names that happens whole or not at all; a rename changes two.</summary>
internal sealed record NameChange(params IReadOnlyList<NameEdit> Edits)
{
    /// <summary>Applies the change to the safe names.</summary>
    public void Apply(Func<FolderNode, Dictionary<string, Node>> names)
    {
        foreach (var (folder, name, before, after) in Edits)
        {
            var map = names(folder);
            if (after is not null)
                map[name] = after;
            else if (map.TryGetValue(name, out var there) && there == before)
                map.Remove(name);
        }
    }
}

/// <summary>One name of a folder: what it meant and what it means (null: nothing).</summary>
internal readonly record struct NameEdit(FolderNode Folder, string Name, Node? Before, Node? After);

/// <summary>Bytes that grow.</summary>
internal sealed class FileContent
{
    private byte[] _bytes = [];

    public int Size { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Size);

    public void Apply(FileChange change)
    {
        if (change.Data is not { } data)
        {
            Resize((int)change.At);
            return;
        }

        if (change.End > Size)
            Resize((int)change.End);
        data.Span.CopyTo(_bytes.AsSpan((int)change.At));
    }

    /// <summary>Cuts off, or grows by zeros.</summary>
    public void Resize(int size)
    {
        if (size > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(size, 2 * _bytes.Length));
        if (size < Size)
            _bytes.AsSpan(size, Size - size).Clear();
        Size = size;
    }
}
