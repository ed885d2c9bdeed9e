using System.Collections.Concurrent;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Web.People.Import;

/// <summary>One import at a time, in the background; its uploads lie in the store's folder, for the kiosk's user alone.</summary>
internal sealed class ImportService(
    EnrolledPopulation population, ModelCatalogue models, QualityOptions quality, CaptureOptions captures, StoreOptions store, ImportOptions options, PictureWork pictures, SiteRules rules, TimeProvider time) : IAsyncDisposable
{
    private readonly string _uploads = Uploads.Folder(store.Directory);
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private ImportRun? _current;
    private bool _isReceiving;

    /// <summary>The import that runs, or the last one until it is put away.</summary>
    public ImportRun? Current => Volatile.Read(ref _current);

    /// <summary>The greatest upload in bytes.</summary>
    public long MaxUpload => (long)options.MaxUploadMegabytes << 20;

    /// <summary>What is said of a greater one.</summary>
    public string TooLarge => $"The upload is larger than {options.MaxUploadMegabytes:N0} MB: import it in parts, or from a folder on the kiosk.";

    /// <summary>The folders on this machine that may be imported, by name.</summary>
    public IReadOnlyList<string> Folders => options.Directory is { Length: > 0 } directory && Directory.Exists(directory)
        ? [.. new DirectoryInfo(directory).EnumerateDirectories().Select(folder => folder.Name).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Takes an upload into a folder of its own and imports it; what could not be begun leaves nothing.</summary>
    /// <param name="receive">Fills the folder, and gives the archive if one came, and what the operator says.</param>
    /// <param name="cancellationToken">Gives up while it is received.</param>
    /// <exception cref="InputException">What <paramref name="receive"/> finds, or it takes too long.</exception>
    /// <exception cref="StoreException">Another import goes on, or the disk has no room but for events.</exception>
    public async Task<ImportRun> TakeAsync(
        Func<UploadFolder, CancellationToken, Task<(FileInfo? Archive, ImportSettings Settings)>> receive, CancellationToken cancellationToken)
    {
        // One at a time: several together would take the disk that one may not take.
        if (Current is { Phase: ImportPhase.Running or ImportPhase.Review } run)
            throw Busy(run);
        if (Interlocked.Exchange(ref _isReceiving, true))
            throw new StoreException(StoreFault.Conflict, "Another upload is being received just now: wait until that is finished.");
        try
        {
            UploadFolder.Create(_uploads, 0);
            // An import that was stopped keeps its pictures, to go on; they count.
            var upload = UploadFolder.Create(Path.Combine(_uploads, Guid.NewGuid().ToString("N")), 3 * MaxUpload - Stored());
            try
            {
                var (archive, settings) = await ReceiveAsync(upload, receive, cancellationToken);
                return await StartAsync(Create(settings, cancellationToken => PlanAsync(upload, archive, cancellationToken), upload.Folder));
            }
            catch
            {
                upload.Folder.Delete(recursive: true);
                throw;
            }
        }
        finally
        {
            Volatile.Write(ref _isReceiving, false);
        }
    }

    /// <summary>Imports a folder of this machine.</summary>
    /// <exception cref="InputException">It is none of <see cref="Folders"/>.</exception>
    /// <exception cref="StoreException">Another import goes on.</exception>
    public Task StartAsync(string folder, ImportSettings settings)
    {
        if (!Folders.Contains(folder, StringComparer.Ordinal))
            throw new InputException("Choose one of the folders of the import directory.");
        var root = new DirectoryInfo(Path.Combine(options.Directory, folder));
        var csv = new FileInfo(Path.Combine(root.FullName, "people.csv"));
        return StartAsync(Create(settings, _ => Task.FromResult(csv.Exists ? ImportPlan.Csv(root, csv, rules.Active.Zone) : ImportPlan.Folders(root)), folder: null));
    }

    /// <summary>Puts an import away: stops it, and removes its upload.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _current, null) is { } run)
            await run.DisposeAsync();
    }

    /// <summary>Remembers why an operator's import was not begun, for the next page.</summary>
    public void Refuse(string by, string reason) => _faults[by] = reason;

    /// <summary>Why it was not begun; told once.</summary>
    public string? TakeRefusal(string by) => _faults.TryRemove(by, out var reason) ? reason : null;

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>An import that has not begun.</summary>
    internal ImportRun Create(ImportSettings settings, Func<CancellationToken, Task<ImportPeople>> prepare, DirectoryInfo? folder) => new(
        said => new(population, models, quality, captures, said, pictures), population.Store, time, settings, prepare, folder);

    private async Task<(FileInfo? Archive, ImportSettings Settings)> ReceiveAsync(
        UploadFolder upload, Func<UploadFolder, CancellationToken, Task<(FileInfo? Archive, ImportSettings Settings)>> receive, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(UploadLimit.Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await receive(upload, end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InputException($"The upload took longer than {UploadLimit.Longest.TotalMinutes:0} minutes, and nobody else could import meanwhile: import in parts, or from a folder on the kiosk.");
        }
    }

    private async Task<ImportPeople> PlanAsync(UploadFolder upload, FileInfo? archive, CancellationToken cancellationToken)
    {
        if (archive is not null)
        {
            await ZipPeople.UnpackAsync(archive, upload, cancellationToken);
            archive.Delete();
        }

        if (upload.LeftOut is [var first, ..] && !upload.HasPictures && upload.Csv is null)
            throw new InputException($"There is no picture in the upload. {first.File}: {first.Reason}.");
        var plan = upload.Csv is { } csv ? ImportPlan.Csv(upload.Folder, csv, rules.Active.Zone) : ImportPlan.Folders(upload.Folder);
        return plan with { LeftOut = [.. upload.LeftOut, .. plan.LeftOut] };
    }

    private static StoreException Busy(ImportRun run) =>
        new(StoreFault.Conflict, $"{run.By} imports people just now: wait until that is finished, or discard it.");

    private long Stored() => new DirectoryInfo(_uploads).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Sum(file => file.Length);

    private async Task<ImportRun> StartAsync(ImportRun run)
    {
        ImportRun? last;
        lock (_gate)
        {
            last = Current;
            if (last is { Phase: ImportPhase.Running or ImportPhase.Review })
                throw Busy(last);
            Volatile.Write(ref _current, run);
            run.Start();
        }

        if (last is not null)
            await last.DisposeAsync();
        return run;
    }
}
