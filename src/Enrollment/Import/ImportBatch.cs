using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Stores people some at a time: a transaction for each would take as long as reading their pictures.</summary>
public sealed class ImportBatch(EnrolledPopulation workforce, ImportSettings settings, ImportTally tally, float duplicateThreshold)
{
    private const int Size = 16;
    private const string Source = "import";

    private readonly Enroller _enroller = new(workforce, TimeProvider.System);
    private readonly List<Waiting> _waiting = [];

    /// <summary>Whether the person is enrolled with references of the embedder in use.</summary>
    public static bool IsEnrolled(EnrolledPopulation workforce, ImportEntry entry) =>
        workforce.Store.People.FindByExternalId(entry.Person.ExternalId!) is { References: > 0 } person && workforce.Gallery.Contains(person.Id);

    /// <summary>Takes the next person of the plan.</summary>
    /// <param name="entry">Who.</param>
    /// <param name="found">Their captures; null where no picture was read.</param>
    /// <param name="cancellationToken">Stops before anything of the batch is stored.</param>
    public async Task AddAsync(ImportEntry entry, CaptureReport? found, CancellationToken cancellationToken)
    {
        tally.Pictures(entry, found);
        if (entry.Consent is null)
            tally.Skip(entry, "no consent is recorded in the CSV");
        else if (entry.Consent is ConsentDecision.Declined)
            await DeclineAsync(entry, cancellationToken);
        else if (found is null)
            tally.Already();
        else if (found.Kept.Count == 0)
            tally.Skip(entry, found.WhyNone);
        else if (workforce.Store.People.FindByExternalId(entry.Person.ExternalId!) is { Consent.Decision: ConsentDecision.Declined or ConsentDecision.Withdrawn })
            tally.Skip(entry, "the person declined, or took the consent back; ask again and use people enrol");
        else
            await ConsiderAsync(entry, found.Kept, cancellationToken);
        if (_waiting.Count >= Size)
            await StoreAsync(cancellationToken);
    }

    /// <summary>Stores those who wait.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var people = _waiting.ToArray();
        _waiting.Clear();
        var fresh = people.Where(w => w.Known is null).ToArray();
        try
        {
            await workforce.Store.People.EnrolAsync([.. fresh.Select(Enrollment)], settings.By, cancellationToken);
            foreach (var one in fresh)
                await StoredAsync(one);
        }
        catch (StoreException fault) when (IsOfOnePerson(fault))
        {
            // One bad name must not keep out the fifteen others.
            foreach (var one in fresh)
                await StoreOneAsync(one, () => workforce.Store.People.EnrolAsync(Enrollment(one), settings.By, cancellationToken));
        }
        foreach (var one in people.Where(w => w.Known is not null))
            await StoreOneAsync(one, () => workforce.Store.References.AddAsync(
                one.Known!.Value, _enroller.References(one.Captures, Source), settings.Consent(ConsentDecision.Granted), settings.By, cancellationToken));
        await workforce.SettledAsync();
    }

    private async Task ConsiderAsync(ImportEntry entry, IReadOnlyList<Capture> captures, CancellationToken cancellationToken)
    {
        var known = workforce.Store.People.FindByExternalId(entry.Person.ExternalId!)?.Id;
        var alike = await workforce.Duplicates.FindAsync(captures, duplicateThreshold, known, cancellationToken);
        var twin = await TwinAsync(captures, known, cancellationToken);
        if (settings.AllowDuplicates || (alike.Count == 0 && twin is null))
        {
            _waiting.Add(new(entry, captures, alike, known));
            return;
        }
        if (alike is [var first, ..])
            tally.Skip(entry, $"looks like {workforce.NameOf(first.Person)} ({first.Person}), who is enrolled: score {first.Score:0.000}");
        else
            tally.Skip(entry, $"looks like {twin!.Entry.Person.Name} of this import: score {DuplicateCheck.Score(captures, twin.Captures):0.000}");
        await _enroller.AuditAsync(null, alike, settings.By, cancellationToken);
    }

    private async Task<Waiting?> TwinAsync(IReadOnlyList<Capture> captures, PersonId? known, CancellationToken cancellationToken)
    {
        foreach (var one in _waiting)
            if (await workforce.Duplicates.AreAlikeAsync(captures, known, one.Captures, one.Known, duplicateThreshold, cancellationToken))
                return one;
        return null;
    }

    private async Task DeclineAsync(ImportEntry entry, CancellationToken cancellationToken)
    {
        if (workforce.Store.People.FindByExternalId(entry.Person.ExternalId!) is not null)
        {
            tally.Already();
            return;
        }
        try
        {
            await workforce.Store.People.AddAsync(entry.Person, settings.Consent(ConsentDecision.Declined), settings.By, cancellationToken);
            tally.Declined();
        }
        catch (StoreException fault) when (IsOfOnePerson(fault))
        {
            tally.Skip(entry, fault.Message);
        }
    }

    private NewEnrollment Enrollment(Waiting one) => new(one.Entry.Person, settings.Consent(ConsentDecision.Granted), _enroller.References(one.Captures, Source));

    private async Task StoreOneAsync(Waiting one, Func<Task> store)
    {
        try
        {
            await store();
            await StoredAsync(one);
        }
        catch (StoreException fault) when (IsOfOnePerson(fault))
        {
            tally.Skip(one.Entry, fault.Message);
        }
    }

    private async Task StoredAsync(Waiting one)
    {
        tally.Stored(one.Entry, one.Captures.Count);
        if (one.Alike.Count > 0)
            await _enroller.AuditAsync(workforce.Store.People.FindByExternalId(one.Entry.Person.ExternalId!)?.Id, one.Alike, settings.By, CancellationToken.None);
    }

    private static bool IsOfOnePerson(StoreException fault) => fault.Fault is StoreFault.Invalid or StoreFault.Conflict;

    private sealed record Waiting(ImportEntry Entry, IReadOnlyList<Capture> Captures, IReadOnlyList<LookAlike> Alike, PersonId? Known);
}
