using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Tasks.Dataflow;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Enrollment.Import;

/// <summary>What the operator says about an import.</summary>
/// <param name="ConsentText">Version of the consent text.</param>
/// <param name="ConsentBy">Who took the consents.</param>
/// <param name="By">The operator.</param>
/// <param name="AllowDuplicates">Whether people who look like others are enrolled all the same.</param>
public sealed record ImportSettings(string ConsentText, string ConsentBy, string By, bool AllowDuplicates)
{
    /// <summary>The decision, as taken under these settings.</summary>
    public NewConsent Consent(ConsentDecision decision) => new(decision, ConsentText, ConsentBy);
}

/// <summary>
/// Enrols many people from folders: pictures wait for their turn, and people are stored some at a time, in the plan's
/// order. Whoever is stored is known by the staff number, so that a run that was cut short goes on where it stopped.
/// </summary>
/// <param name="population">Where they are stored.</param>
/// <param name="models">The models.</param>
/// <param name="quality">Limits of picture quality.</param>
/// <param name="captures">How many captures are kept of a person.</param>
/// <param name="settings">What the operator says.</param>
/// <param name="work">Where pictures wait for their turn.</param>
public sealed class Importer(
    EnrolledPopulation population, ModelCatalogue models, QualityOptions quality, CaptureOptions captures, ImportSettings settings, PictureWork work)
{
    private readonly int _parallel = work.AtOnce;
    private readonly ConcurrentBag<FileEnroller> _readers = [];

    /// <summary>Reads the pictures and says what an import would do; stores nothing.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="step">Called after every person.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ImportReview> ReviewAsync(ImportPeople plan, Action step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var reviewer = new ImportReviewer(population, settings, DuplicateThreshold(plan.People));
        await ReadAsync(
            plan.People,
            async (entry, found, stop) =>
            {
                await reviewer.AddAsync(entry, found, stop);
                step();
            },
            cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return new(reviewer.People, plan.LeftOut);
    }

    /// <summary>Imports without a review.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="step">Called after every person.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays, and the report says that it was stopped.</param>
    public Task<ImportReport> RunAsync(ImportPeople plan, Action step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return StoreAsync(plan.People, plan.People, new(plan, captures.Wanted), step, cancellationToken);
    }

    /// <summary>Imports what a review showed, and nothing else: neither who was left out nor pictures that have changed since.</summary>
    /// <param name="review">What an operator has seen.</param>
    /// <param name="unticked">Places in the review of people who are not to be stored after all.</param>
    /// <param name="step">Called after every person.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays, and the report says that it was stopped.</param>
    public Task<ImportReport> RunAsync(ImportReview review, IReadOnlySet<int> unticked, Action step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(unticked);
        ImportEntry[] all = [.. review.People.Select(person => person.Entry)];
        var tally = new ImportTally(new(all, review.LeftOut), captures.Wanted);
        var chosen = new List<ImportEntry>(all.Length);
        foreach (var (index, person) in review.People.Index())
        {
            if (person.IsStored && !unticked.Contains(index))
            {
                chosen.Add(person.Entry);
                continue;
            }

            tally.LeaveOut(person);
            step();
        }

        return StoreAsync(chosen, all, tally, step, cancellationToken);
    }

    private async Task<ImportReport> StoreAsync(IReadOnlyList<ImportEntry> chosen, IReadOnlyList<ImportEntry> all, ImportTally tally, Action step, CancellationToken cancellationToken)
    {
        var batch = new ImportBatch(population, settings, tally, DuplicateThreshold(all));
        var start = Stopwatch.GetTimestamp();
        var isWhole = await ReadAsync(
            chosen,
            async (entry, found, stop) =>
            {
                await batch.AddAsync(entry, found, stop);
                step();
            },
            cancellationToken);
        if (isWhole)
            await batch.StoreAsync(CancellationToken.None);
        await population.SettledAsync();
        return tally.ToReport(!isWhole, Stopwatch.GetElapsedTime(start));
    }

    // Whether it came to the end.
    private async Task<bool> ReadAsync(IReadOnlyList<ImportEntry> plan, Func<ImportEntry, CaptureReport?, CancellationToken, Task> take, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new TransformBlock<ImportEntry, (ImportEntry Entry, CaptureReport? Found)>(
            entry => ReadAsync(entry, stop.Token),
            // A few people ahead of the storing, whatever the size of the import.
            new() { MaxDegreeOfParallelism = _parallel, BoundedCapacity = 4 * _parallel, CancellationToken = stop.Token });
        var feeding = FeedAsync(reading, plan, stop.Token);
        try
        {
            await foreach (var (entry, found) in reading.ReceiveAllAsync(stop.Token))
                await take(entry, found, stop.Token);
            await reading.Completion;
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await stop.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var reader in _readers)
                reader.Dispose();
            _readers.Clear();
        }
    }

    private static async Task FeedAsync(TransformBlock<ImportEntry, (ImportEntry, CaptureReport?)> reading, IReadOnlyList<ImportEntry> plan, CancellationToken cancellationToken)
    {
        foreach (var entry in plan)
            await reading.SendAsync(entry, cancellationToken);
        reading.Complete();
    }

    // The threshold of the finished import, from the beginning: who is a duplicate must not depend on where a run stopped.
    private float DuplicateThreshold(IReadOnlyList<ImportEntry> plan)
    {
        var others = population.Gallery.References;
        var planned = 0;
        foreach (var entry in plan)
        {
            others -= population.Store.People.FindByExternalId(entry.Person.ExternalId!)?.References ?? 0;
            planned += Math.Min(entry.Pictures.Count, captures.Wanted);
        }
        return population.Duplicates.Threshold(Math.Max(0, others) + planned);
    }

    private async Task<(ImportEntry Entry, CaptureReport? Found)> ReadAsync(ImportEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Consent is not ConsentDecision.Granted || ImportBatch.IsEnrolled(population, entry))
            return (entry, null);
        try
        {
            FileInfo[] pictures = [.. entry.Pictures.Where(picture => File.Exists(picture.FullName))];
            if (entry.IsMissing || (pictures.Length == 0 && entry.Pictures.Count > 0))
                return (entry, None("there is no such folder"));
            var seen = await ImportDigest.OfAsync(FileEnroller.Spread(pictures, captures.MaxPictures), cancellationToken);
            return entry.Seen is { } reviewed && reviewed != seen
                ? (entry, None("its pictures have changed since the review: import them again"))
                : (entry with { Seen = seen }, await TakeAsync(pictures, cancellationToken));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (entry, None(fault.Message));
        }

        CaptureReport None(string reason) => new([], [new(entry.Folder, reason)], 1);
    }

    private async Task<CaptureReport> TakeAsync(FileInfo[] pictures, CancellationToken cancellationToken)
    {
        if (!_readers.TryTake(out var reader))
            reader = await work.RunAsync(() => new FileEnroller(models, quality, captures, population.Points.MinAgreement), cancellationToken);
        try
        {
            return await reader.TakeAsync(pictures, work, cancellationToken);
        }
        finally
        {
            _readers.Add(reader);
        }
    }
}
