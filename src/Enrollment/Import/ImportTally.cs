using AccessKiosk.Enrollment.Capturing;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Counts what happens to an import's people.</summary>
public sealed class ImportTally(ImportPeople plan, int wanted)
{
    private readonly List<SkippedPerson> _skipped = [];
    private readonly List<FewCaptures> _few = [];
    private readonly List<SkippedPicture> _pictures = [.. plan.LeftOut];
    private int _enrolled, _already, _declined, _references;

    public void Already() => _already++;

    public void Declined() => _declined++;

    public void Skip(ImportEntry entry, string reason) => _skipped.Add(new(entry.Folder, entry.Person.Name, reason));

    /// <summary>Somebody is not stored, because of the review.</summary>
    public void LeaveOut(ReviewedPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Outlook is ImportOutlook.Unchanged)
            Already();
        else
            Skip(person.Entry, person.IsStored ? "not chosen at the review" : person.Why ?? "left out");
        _pictures.AddRange(person.Faults.Select(fault => new SkippedPicture(person.Entry.Folder, fault.File, fault.Reason)));
    }

    public void Stored(ImportEntry entry, int references)
    {
        _enrolled++;
        _references += references;
        if (references < wanted)
            _few.Add(new(entry.Folder, entry.Person.Name, references, wanted));
    }

    public void Pictures(ImportEntry entry, CaptureReport? found)
    {
        if (found is not null)
            _pictures.AddRange(found.Refused.Select(r => new SkippedPicture(entry.Folder, r.File, r.Reason)));
    }

    public ImportReport ToReport(bool interrupted, TimeSpan elapsed) =>
        new(plan.People.Count, _enrolled, _already, _declined, _references, interrupted, Math.Round(elapsed.TotalSeconds, 1), _skipped, _few, _pictures);
}
