using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>What an import would do with a person.</summary>
public enum ImportOutlook
{
    /// <summary>Enrol somebody new.</summary>
    New,

    /// <summary>Give references to somebody who is known and has none.</summary>
    Update,

    /// <summary>Leave somebody alone who is enrolled already.</summary>
    Unchanged,

    /// <summary>Record that the person declined.</summary>
    Declined,

    /// <summary>Leave somebody out who looks like another person.</summary>
    LooksLike,

    /// <summary>Leave somebody out for another reason.</summary>
    LeftOut,
}

/// <summary>One person of an import, before anything is stored.</summary>
/// <param name="Entry">Who.</param>
/// <param name="Outlook">What would be done.</param>
/// <param name="Why">More about it, in words; null for nothing.</param>
/// <param name="References">References that would be stored.</param>
/// <param name="Faults">Pictures that would give none.</param>
public sealed record ReviewedPerson(ImportEntry Entry, ImportOutlook Outlook, string? Why, int References, IReadOnlyList<RefusedPicture> Faults)
{
    /// <summary>Whether something would be stored of them.</summary>
    public bool IsStored => Outlook is ImportOutlook.New or ImportOutlook.Update or ImportOutlook.Declined;
}

/// <summary>What an import would do.</summary>
/// <param name="People">Every person of the plan, in its order.</param>
/// <param name="LeftOut">Files that are nobody's picture.</param>
public sealed record ImportReview(IReadOnlyList<ReviewedPerson> People, IReadOnlyList<SkippedPicture> LeftOut)
{
    /// <summary>How many people something would be stored of.</summary>
    public int Stored => People.Count(person => person.IsStored);
}

/// <summary>Looks at an import's people without storing anything.</summary>
internal sealed class ImportReviewer(EnrolledPopulation population, ImportSettings settings, float duplicateThreshold)
{
    // Twins further apart than this are found when they are stored.
    private const int Compared = 2_000;

    private readonly List<ReviewedPerson> _people = [];
    private readonly Queue<(string Name, PersonId? Known, IReadOnlyList<Capture> Captures)> _fresh = new();

    public IReadOnlyList<ReviewedPerson> People => _people;

    public async Task AddAsync(ImportEntry entry, CaptureReport? found, CancellationToken cancellationToken)
    {
        var (outlook, why) = await JudgeAsync(entry, found, cancellationToken);
        _people.Add(new(entry, outlook, why, outlook is ImportOutlook.New or ImportOutlook.Update ? found!.Kept.Count : 0, found?.Refused ?? []));
    }

    private async Task<(ImportOutlook Outlook, string? Why)> JudgeAsync(ImportEntry entry, CaptureReport? found, CancellationToken cancellationToken)
    {
        var known = population.Store.People.FindByExternalId(entry.Person.ExternalId!);
        if (entry.Consent is null)
            return (ImportOutlook.LeftOut, "no consent is recorded in the CSV");
        if (entry.Consent is ConsentDecision.Declined)
            return known is null ? (ImportOutlook.Declined, null) : (ImportOutlook.Unchanged, $"{known.Name} has this number");
        if (found is null)
            return (ImportOutlook.Unchanged, known is null ? null : $"{known.Name} has this number and is enrolled");
        if (found.Kept.Count == 0)
            return (ImportOutlook.LeftOut, found.WhyNone);
        if (known is { Consent.Decision: ConsentDecision.Declined or ConsentDecision.Withdrawn })
            return (ImportOutlook.LeftOut, "the person declined, or took the consent back");
        if (!settings.AllowDuplicates && await TwinAsync(found.Kept, known?.Id, cancellationToken) is { } twin)
            return (ImportOutlook.LooksLike, twin);
        _fresh.Enqueue((entry.Person.Name, known?.Id, found.Kept));
        if (_fresh.Count > Compared)
            _fresh.Dequeue();
        return known is null ? (ImportOutlook.New, null) : (ImportOutlook.Update, $"{known.Name} has this number and no face yet");
    }

    private async Task<string?> TwinAsync(IReadOnlyList<Capture> captures, PersonId? known, CancellationToken cancellationToken)
    {
        if (await population.Duplicates.FindAsync(captures, duplicateThreshold, known, cancellationToken) is [var first, ..])
            return $"looks like {population.NameOf(first.Person)}, who is enrolled";
        foreach (var (name, other, others) in _fresh)
            if (await population.Duplicates.AreAlikeAsync(captures, known, others, other, duplicateThreshold, cancellationToken))
                return $"looks like {name} of this import";
        return null;
    }
}
