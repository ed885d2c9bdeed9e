using System.Globalization;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Lifecycle;

namespace AccessKiosk.Web.Site.Backups;

/// <summary>A backup in the folder.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="At">When it was written, as the disk tells.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record BackupFile(string Name, DateTimeOffset At, long Bytes);

/// <summary>The backups that the pages list, make and check: those of <c>Store:BackupFolder</c>.</summary>
internal sealed class BackupFolder(KioskStore store, StoreOptions options, TimeProvider time) : IDisposable
{
    private const string Numbered = "kiosk-n";

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Where they lie.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(options.BackupFolder);

    /// <summary>Every backup, newest first: by number, as the nightly ones are counted, then by time.</summary>
    /// <exception cref="StoreException">The folder is not there, or cannot be read.</exception>
    public IReadOnlyList<BackupFile> List()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(Path).EnumerateFiles("*.db")
                    .Where(file => file.LinkTarget is null)
                    .Select(file => new BackupFile(file.Name, new(file.LastWriteTimeUtc, TimeSpan.Zero), file.Length))
                    .OrderByDescending(file => Number(file.Name)).ThenByDescending(file => file.At),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.NotFound,
                $"The folder of the backups, {Path}, {(fault is DirectoryNotFoundException ? "does not exist: make it" : "cannot be read: allow it")} for the kiosk's user, or name another one (Store:BackupFolder).",
                fault);
        }
    }

    /// <summary>Writes and checks a new one beside the others.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public async Task<BackupReport> MakeAsync(string by, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var next = List().Select(file => Number(file.Name)).Append(0).Max() + 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"kiosk-n{next:0000000}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.db");
            return await store.BackupAsync(System.IO.Path.Combine(Path, name), by, overwrite: false, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Checks the whole of a backup, and says what a restore would change.</summary>
    /// <param name="name">Its name, as listed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">There is none of that name, or it is damaged, altered or another kiosk's.</exception>
    public async Task<RestoreChanges> InspectAsync(string name, CancellationToken cancellationToken)
    {
        // Only what is listed: a name from an address is no path.
        var file = List().FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal))
            ?? throw new StoreException(StoreFault.NotFound, $"There is no backup {name} in {Path}.");
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => store.InspectBackupAsync(options, System.IO.Path.Combine(Path, file.Name), cancellationToken), cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private static long Number(string name)
    {
        if (!name.StartsWith(Numbered, StringComparison.Ordinal))
            return 0;
        var rest = name.AsSpan(Numbered.Length);
        return rest.IndexOf('-') is var end and > 0 and <= 15 && long.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
