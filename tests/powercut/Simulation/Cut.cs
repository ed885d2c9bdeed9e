namespace AccessKiosk.PowerCut.Simulation;

/// <summary>What of the changes that were not flushed reached the disk.</summary>
internal enum CutKind
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Everything, as when the process is killed and the machine goes on.</summary>
    Everything,

    /// <summary>The changes up to one, in their order; that one up to a sector.</summary>
    InOrder,

    /// <summary>Any of them, by blocks of 4 KiB.</summary>
    Pages,

    /// <summary>Any of them, by sectors of 512 bytes.</summary>
    Sectors,
}

/// <summary>Builds one state that a power cut allows, chosen by the random numbers given.</summary>
internal sealed class Cut(Disk disk, Random random)
{
    private const int Sector = 512;
    private const int Page = 4096;
    private readonly CutKind _kind = (CutKind)random.Next(Enum.GetValues<CutKind>().Length);
    private readonly Dictionary<FolderNode, Dictionary<string, Node>> _names = [];
    private readonly List<string> _folders = [];
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private long _last;

    public CutKind Kind => _kind;

    /// <summary>A state with everything that was done: the files as the process left them.</summary>
    public static DiskState Whole(Disk disk) => new Cut(disk, new Random(0), CutKind.Everything).Make();

    private Cut(Disk disk, Random random, CutKind kind)
        : this(disk, random) => _kind = kind;

    public DiskState Make()
    {
        foreach (var change in Names())
            change.Apply(NamesOf);
        // Sorted, since the order of a set is no function of the seed.
        var places = disk.PendingFiles.SelectMany(file => file.Pending).Select(change => change.Place).Order().ToList();
        _last = places.Count == 0 ? 0 : places[random.Next(places.Count)];
        Visit(disk.Root, "");
        return new(_folders, _files);
    }

    private List<NameChange> Names()
    {
        var pending = disk.PendingNames;
        return _kind switch
        {
            CutKind.Nothing => [],
            CutKind.Everything => pending,
            CutKind.Pages or CutKind.Sectors when random.Next(2) == 0 => [.. pending.Where(_ => random.Next(2) == 0)],
            _ => pending[..random.Next(pending.Count + 1)],
        };
    }

    private Dictionary<string, Node> NamesOf(FolderNode folder)
    {
        if (!_names.TryGetValue(folder, out var names))
            _names[folder] = names = new(folder.Safe, StringComparer.Ordinal);
        return names;
    }

    private void Visit(FolderNode folder, string path)
    {
        foreach (var (name, node) in NamesOf(folder).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var inner = Path.Combine(path, name);
            if (node is FolderNode below)
            {
                _folders.Add(inner);
                Visit(below, inner);
            }
            else
            {
                _files[inner] = Content((FileNode)node);
            }
        }
    }

    private byte[] Content(FileNode file)
    {
        var style = _kind is CutKind.Pages or CutKind.Sectors
            ? random.Next(5) switch { 0 => CutKind.Nothing, 1 => CutKind.Everything, _ => _kind }
            : _kind;
        return style switch
        {
            CutKind.Nothing => file.Safe.Bytes.ToArray(),
            CutKind.Everything => Applied(file, file.Pending),
            CutKind.InOrder => Applied(file, file.Pending.Where(change => change.Place <= _last).Select(Torn)),
            _ => Blocks(file, style == CutKind.Pages ? Page : Sector),
        };
    }

    /// <summary>The last write of all stops at a border of a sector.</summary>
    private FileChange Torn(FileChange change)
    {
        if (change.Place != _last || change.Data is not { } data)
            return change;
        var borders = (int)((change.End - 1) / Sector - change.At / Sector);
        var kept = (change.At / Sector + random.Next(borders + 2)) * Sector - change.At;
        return change with { Data = data[..(int)Math.Clamp(kept, 0, data.Length)] };
    }

    private static byte[] Applied(FileNode file, IEnumerable<FileChange> changes)
    {
        var content = new FileContent();
        content.Apply(new(0, 0, file.Safe.Bytes.ToArray()));
        foreach (var change in changes)
            content.Apply(change);
        return content.Bytes.ToArray();
    }

    /// <summary>
    /// Every block is as it was after some of the changes that touched it, whatever the blocks beside it are. The size is
    /// that of any moment since the flush: too large, with zeros, or too small, with data cut off. A change of the size is
    /// whole or not at all, as file systems journal it; where it is lost, so is what was written after it.
    /// </summary>
    private byte[] Blocks(FileNode file, int block)
    {
        var pending = file.Pending;
        var moment = random.Next(2) == 0 ? pending.Count : random.Next(pending.Count + 1);
        var lost = pending.FindIndex(moment, change => change.Data is null);
        var changes = lost < 0 ? pending : pending[..lost];
        var sizes = new List<int> { file.Safe.Size };
        foreach (var change in changes)
            sizes.Add((int)(change.Data is null ? change.At : Math.Max(change.End, sizes[^1])));
        var longest = sizes.Max();
        var touched = new int[longest / block + 1];
        foreach (var change in changes.Where(change => change.Data is not null))
        {
            var (first, last) = Range(change, block);
            for (var i = first; i <= last; i++)
                touched[i]++;
        }

        // From "mostly the newest" to "anything": one lost block among many is a case of its own.
        var newest = random.Next(3) switch { 0 => 0.0, 1 => 0.5, _ => 0.95 };
        var left = Array.ConvertAll(touched, count => random.NextDouble() < newest ? count : random.Next(count + 1));
        var content = new byte[longest];
        file.Safe.Bytes.CopyTo(content);
        foreach (var change in changes)
        {
            if (change.Data is not { } data)
            {
                content.AsSpan((int)change.At).Clear();
                continue;
            }

            var (first, last) = Range(change, block);
            for (var i = first; i <= last; i++)
            {
                if (left[i]-- > 0)
                    Apply(change.At, data.Span, content, i * block, Math.Min(longest, (i + 1) * block));
            }
        }

        Array.Resize(ref content, sizes[moment]);
        return content;
    }

    private static (int First, int Last) Range(FileChange change, int block) =>
        change.End == change.At ? (0, -1) : ((int)(change.At / block), (int)((change.End - 1) / block));

    private static void Apply(long at, ReadOnlySpan<byte> data, byte[] content, int from, int to)
    {
        var (begin, end) = (Math.Max(from, (int)at), Math.Min(to, (int)at + data.Length));
        if (end > begin)
            data[(begin - (int)at)..(end - (int)at)].CopyTo(content.AsSpan(begin));
    }
}
