using AccessKiosk.PowerCut.Recording;

namespace AccessKiosk.PowerCut.Simulation;

/// <summary>
/// A model of a disk with a volatile cache: what a recorded process has flushed is safe, everything else may be lost.
/// A file's flush makes its content and size safe, a folder's flush its names; neither does the other's (POSIX).
/// </summary>
/// <param name="root">The recorded folder.</param>
/// <param name="isVolatile">Which files do not outlive the process by design.</param>
/// <param name="ignoreFlushes">A disk that reports a flush and does none.</param>
internal sealed class Disk(string root, Func<string, bool> isVolatile, bool ignoreFlushes = false)
{
    private readonly Dictionary<int, Node?> _open = [];
    private long _place;

    public FolderNode Root { get; } = new();

    /// <summary>Changes of names that are not safe yet, oldest first.</summary>
    public List<NameChange> PendingNames { get; } = [];

    /// <summary>Files with changes that are not safe yet.</summary>
    public IEnumerable<FileNode> PendingFiles => _pendingFiles;

    private readonly HashSet<FileNode> _pendingFiles = [];

    public void Apply(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Open:
                Open(step);
                break;
            case StepKind.Close:
                _open.Remove(step.Descriptor);
                break;
            case StepKind.Write:
                Change(step, step.First);
                break;
            case StepKind.Truncate:
                Change(step, null);
                break;
            case StepKind.Flush:
                Flush(_open[step.Descriptor]);
                break;
            case StepKind.MakeFolder:
                Name(Edit(step.Path, new FolderNode()));
                break;
            case StepKind.Remove:
                Name(Edit(step.Path, null));
                break;
            case StepKind.Link:
                Name(Edit(step.OtherPath, Find(step.Path)));
                break;
            case StepKind.Rename:
                Name(Edit(step.OtherPath, Find(step.Path)), Edit(step.Path, null));
                break;
            case StepKind.Map when _open[step.Descriptor] is not null:
                throw new PowerCutException("A file is written through a memory map, which cannot be recorded.");
        }
    }

    private void Open(Step step)
    {
        if (step.Path == root)
        {
            _open[step.Descriptor] = Root;
            return;
        }

        if (isVolatile(step.Path))
        {
            _open[step.Descriptor] = null;
            return;
        }

        var (folder, name) = Split(step.Path);
        if (!folder.Now.TryGetValue(name, out var node))
            Name(Edit(step.Path, node = new FileNode()));
        _open[step.Descriptor] = node;
        if (step.At != 0)
            Change(step with { At = 0 }, null);
    }

    private void Change(Step step, ReadOnlyMemory<byte>? data)
    {
        if (_open[step.Descriptor] is not FileNode file)
            return;
        file.Pending.Add(new(_place++, step.At, data));
        _pendingFiles.Add(file);
    }

    private void Flush(Node? node)
    {
        if (ignoreFlushes)
            return;
        switch (node)
        {
            case FileNode file:
                file.Flush();
                _pendingFiles.Remove(file);
                break;
            case FolderNode folder:
                foreach (var change in PendingNames.Where(change => change.Edits.Any(edit => edit.Folder == folder)).ToList())
                {
                    change.Apply(touched => touched.Safe);
                    PendingNames.Remove(change);
                }

                break;
        }
    }

    private void Name(params IReadOnlyList<NameEdit?> edits)
    {
        var known = edits.OfType<NameEdit>().ToArray();
        if (known.Length == 0)
            return;
        var change = new NameChange(known);
        change.Apply(folder => folder.Now);
        PendingNames.Add(change);
    }

    private NameEdit? Edit(string path, Node? after)
    {
        if (isVolatile(path))
            return null;
        var (folder, name) = Split(path);
        return new(folder, name, folder.Now.GetValueOrDefault(name), after);
    }

    private Node Find(string path)
    {
        var (folder, name) = Split(path);
        return folder.Now.TryGetValue(name, out var node) ? node : throw new PowerCutException($"{path} was never seen before it was renamed.");
    }

    private (FolderNode Folder, string Name) Split(string path)
    {
        if (!path.StartsWith(root + "/", StringComparison.Ordinal))
            throw new PowerCutException($"{path} does not lie in {root}.");
        var parts = path[(root.Length + 1)..].Split('/');
        var folder = Root;
        foreach (var part in parts[..^1])
            folder = folder.Now.GetValueOrDefault(part) as FolderNode ?? throw new PowerCutException($"The folder of {path} was never seen.");
        return (folder, parts[^1]);
    }
}
