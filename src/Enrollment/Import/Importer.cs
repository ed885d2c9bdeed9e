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
/// Enrols many people from folders: pictures are read on every core, and people are stored some at a time, in the plan's
/// order. Whoever is stored is known by the external id, so that a run that was cut short goes on where it stopped.
/// </summary>
/// <param name="population">Where they are stored.</param>
/// <param name="models">The models.</param>
/// <param name="quality">Limits of picture quality.</param>
/// <param name="captures">How many captures are kept of a person.</param>
/// <param name="settings">What the operator says.</param>
/// <param name="readers">Cores that read pictures; 0 for all of them.</param>
public sealed class Importer(
    EnrolledPopulation population, ModelCatalogue models, QualityOptions quality, CaptureOptions captures, ImportSettings settings, int readers = 0)
{
    private readonly int _parallel = readers > 0 ? readers : Environment.ProcessorCount;
    private readonly ConcurrentBag<FileEnroller> _readers = [];

    /// <summary>Imports.</summary>
    /// <param name="plan">Who.</param>
    /// <param name="step">Called after every person.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays, and the report says that it was stopped.</param>
    public async Task<ImportReport> RunAsync(IReadOnlyList<ImportEntry> plan, Action step, CancellationToken cancellationToken)
    {
        var tally = new ImportTally(plan.Count, captures.Wanted);
        var batch = new ImportBatch(population, settings, tally, DuplicateThreshold(plan));
        var start = Stopwatch.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new TransformBlock<ImportEntry, (ImportEntry Entry, CaptureReport? Found)>(
            entry => (entry, Read(entry, stop.Token)),
            // A few people ahead of the storing, whatever the size of the import.
            new() { MaxDegreeOfParallelism = _parallel, BoundedCapacity = 4 * _parallel, CancellationToken = stop.Token });
        var feeding = FeedAsync(reading, plan, stop.Token);
        var interrupted = false;
        try
        {
            await foreach (var (entry, found) in reading.ReceiveAllAsync(stop.Token))
            {
                await batch.AddAsync(entry, found, stop.Token);
                step();
            }
            await reading.Completion;
            await batch.StoreAsync(stop.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interrupted = true;
        }
        finally
        {
            await stop.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var reader in _readers)
                reader.Dispose();
        }
        await population.SettledAsync();
        return tally.ToReport(interrupted, Stopwatch.GetElapsedTime(start));
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
            planned += Math.Min(PictureFolder.Count(entry.Folder), captures.Wanted);
        }
        return population.Duplicates.Threshold(Math.Max(0, others) + planned);
    }

    private CaptureReport? Read(ImportEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Consent is not ConsentDecision.Granted || ImportBatch.IsEnrolled(population, entry))
            return null;
        if (!_readers.TryTake(out var reader))
            reader = new(models, quality, captures, population.Points.MinAgreement);
        try
        {
            return reader.Take(PictureFolder.List(entry.Folder), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var reason = fault is DirectoryNotFoundException ? "there is no such folder" : fault.Message;
            return new([], [new(entry.Folder.Name, reason)], 1);
        }
        finally
        {
            _readers.Add(reader);
        }
    }
}
