using AccessKiosk.Enrollment.Import;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People.Import;

/// <summary>Where an import stands.</summary>
public enum ImportPhase
{
    /// <summary>Pictures are unpacked or read.</summary>
    Running,

    /// <summary>Everything was read and nothing is stored: an operator looks at what would be done.</summary>
    Review,

    /// <summary>Done; the report says with what.</summary>
    Finished,

    /// <summary>Stopped by an operator; it can go on.</summary>
    Cancelled,

    /// <summary>It could not be done; the message says why.</summary>
    Failed,
}

/// <summary>One import of many people, running beside the camera. Thread-safe.</summary>
/// <param name="importer">Reads and stores the people of a plan.</param>
/// <param name="store">Where the audit is.</param>
/// <param name="time">The clock.</param>
/// <param name="settings">What the operator says.</param>
/// <param name="prepare">Makes the plan: unpacks, reads the table.</param>
/// <param name="folder">An upload's folder, removed when it is not needed any more; null for a folder that is not ours.</param>
internal sealed class ImportRun(
    Func<ImportSettings, Importer> importer, KioskStore store, TimeProvider time, ImportSettings settings, Func<CancellationToken, Task<ImportPeople>> prepare, DirectoryInfo? folder) : IAsyncDisposable
{
    private static readonly TimeSpan ReviewTime = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private ITimer? _expiry;
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;
    private readonly HashSet<int> _unticked = [];
    private ImportPeople? _plan;
    private bool _isConfirmed;
    private bool _isRunning;
    private long _begun;
    private int _done;

    /// <summary>Tells this import from the one before and the one after it.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Who imports.</summary>
    public string By => settings.By;

    /// <summary>Where it stands.</summary>
    public ImportPhase Phase { get; private set; }

    /// <summary>People dealt with.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>People in all; null while that is not known.</summary>
    public int? Total => _plan?.People.Count;

    /// <summary>What would be done; null until everything was read.</summary>
    public ImportReview? Review { get; private set; }

    /// <summary>What it came to; null until it ends.</summary>
    public ImportReport? Report { get; private set; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>How long it will go on, from what was done so far; null while that is not known.</summary>
    public TimeSpan? Left => Phase is ImportPhase.Running && Total is { } total && Done is > 0 and var done
        ? time.GetElapsedTime(_begun) / done * (total - done)
        : null;

    /// <summary>Starts it, or continues after a stop: people who are stored already are not read again.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isRunning)
                return;
            _isRunning = true;
            _stop?.Dispose();
            _stop = new();
            (Phase, Report, Fault) = (ImportPhase.Running, null, null);
            Volatile.Write(ref _done, 0);
            var stop = _stop.Token;
            _work = Task.Run(() => RunAsync(stop), CancellationToken.None);
        }
    }

    /// <summary>Whether a person of the review is to be stored.</summary>
    public bool IsTicked(int index)
    {
        lock (_gate)
            return !_unticked.Contains(index);
    }

    /// <summary>How many people would be stored as things are ticked.</summary>
    public int Ticked
    {
        get
        {
            lock (_gate)
                return Review is { } review ? review.Stored - _unticked.Count : 0;
        }
    }

    /// <summary>An operator chooses among the people whom the review would store.</summary>
    /// <param name="import">The import that was looked at.</param>
    /// <param name="shown">Places in the review of those who were shown.</param>
    /// <param name="ticked">Which of them are to be stored.</param>
    /// <exception cref="StoreException">It is another import, or there is nothing to choose any more; it says why.</exception>
    public void Tick(Guid import, IEnumerable<int> shown, IReadOnlySet<int> ticked)
    {
        lock (_gate)
        {
            CheckOpen(import);
            foreach (var index in shown.Where(index => index >= 0 && index < Review!.People.Count && Review.People[index].IsStored))
                if (ticked.Contains(index))
                    _unticked.Remove(index);
                else
                    _unticked.Add(index);
        }
    }

    /// <summary>An operator has seen what would be done: those who are ticked are stored.</summary>
    /// <param name="import">The import that was looked at.</param>
    /// <exception cref="StoreException">It is another import, or there is nothing to confirm; it says why.</exception>
    public void Confirm(Guid import)
    {
        lock (_gate)
        {
            CheckOpen(import);
            _isConfirmed = true;
            _expiry?.Dispose();
            Start();
        }
    }

    private void CheckOpen(Guid import)
    {
        if (import != Id)
            throw new StoreException(StoreFault.Conflict, "The import that you looked at is not here any more, and this is another: look at it first. Nothing was stored.");
        if (Phase is not ImportPhase.Review)
            throw new StoreException(StoreFault.Conflict, (Phase, _isConfirmed) switch
            {
                (ImportPhase.Failed, _) => Fault ?? "The import failed: nothing is stored.",
                (ImportPhase.Running, true) => "It was confirmed already, and is being stored.",
                (_, true) => "It was confirmed already; the report says what was stored.",
                _ => "Its pictures are not all read yet: there is nothing to confirm.",
            });
    }

    /// <summary>Stops it; what is stored stays.</summary>
    public void Cancel()
    {
        lock (_gate)
            _stop?.Cancel();
    }

    /// <summary>Stops it and removes the upload.</summary>
    public async ValueTask DisposeAsync()
    {
        Cancel();
        await _work;
        lock (_gate)
        {
            _stop?.Dispose();
            _stop = null;
            _expiry?.Dispose();
        }

        Remove();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var end = await ImportAsync(stop);
        // When it is reported as over, the pictures are deleted.
        if (end.Phase is not (ImportPhase.Cancelled or ImportPhase.Review))
            Remove();
        lock (_gate)
        {
            (Report, Fault, Phase) = end;
            // With the phase, not with the task's end: whoever sees the phase may go on at once.
            _isRunning = false;
            if (Phase is ImportPhase.Review)
                _expiry = time.CreateTimer(_ => Expire(), null, ReviewTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Expire()
    {
        lock (_gate)
        {
            if (Phase is not ImportPhase.Review)
                return;
            (Phase, Fault) = (ImportPhase.Failed, $"Nobody confirmed it within {ReviewTime.TotalHours:0} hours: nothing is stored.");
        }

        Remove();
    }

    private async Task<(ImportReport? Report, string? Fault, ImportPhase Phase)> ImportAsync(CancellationToken stop)
    {
        try
        {
            var plan = _plan ??= await prepare(stop);
            _begun = time.GetTimestamp();
            if (!_isConfirmed)
            {
                Review = await importer(settings).ReviewAsync(plan, () => Interlocked.Increment(ref _done), stop);
                return (null, null, ImportPhase.Review);
            }

            var report = await importer(settings).RunAsync(Review!, _unticked, () => Interlocked.Increment(ref _done), stop);
            await store.Audit.AppendAsync(
                By, "people.imported", null, new { people = report.People, enrolled = report.Enrolled, skipped = report.Skipped.Count, interrupted = report.Interrupted }, CancellationToken.None);
            return (report, null, report.Interrupted ? ImportPhase.Cancelled : ImportPhase.Finished);
        }
        catch (OperationCanceledException)
        {
            return (null, "Stopped before anybody was imported.", ImportPhase.Failed);
        }
        catch (Exception fault)
        {
            // Any exception: a run that never ended would keep the pictures and block every later import.
            return (null, fault.Message, ImportPhase.Failed);
        }
    }

    // Pictures of faces are kept no longer than they are needed.
    private void Remove()
    {
        try
        {
            if (folder is { } ours && Directory.Exists(ours.FullName))
                ours.Delete(recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next start of the kiosk removes it.
        }
    }
}
