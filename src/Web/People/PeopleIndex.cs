using System.Globalization;
using System.Text;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People;

/// <summary>
/// Everyone in the order of their names, folded for searching: a page of 100,000 people takes one pass without a
/// sort. Follows the store; safe from any thread.
/// </summary>
internal sealed class PeopleIndex : IDisposable
{
    private static readonly Comparer<Entry> ByText = Comparer<Entry>.Create((a, b) => string.CompareOrdinal(a.Text, b.Text));

    private readonly KioskStore _store;
    private readonly Gallery _gallery;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<PersonId> _changed = [];
    private Entry[]? _entries;

    public PeopleIndex(EnrolledPopulation workforce, TimeProvider time)
    {
        (_store, _gallery, _time) = (workforce.Store, workforce.Gallery, time);
        _store.Changed += OnChanged;
    }

    /// <summary>One page of those who fit; the last page when there are not so many.</summary>
    public PeopleResult Find(PeopleQuery query)
    {
        var fitting = All(query);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (fitting.Count + PeopleQuery.PageSize - 1) / PeopleQuery.PageSize));
        return new([.. fitting.Skip((page - 1) * PeopleQuery.PageSize).Take(PeopleQuery.PageSize)], fitting.Count, page);
    }

    /// <summary>Everyone who fits, on whatever page.</summary>
    public IReadOnlyList<Person> All(PeopleQuery query)
    {
        var wanted = Fold(query.Text.Trim());
        var now = _time.GetUtcNow();
        var known = new Lazy<IReadOnlySet<PersonId>>(_gallery.Everyone);
        Func<PersonId, bool> isKnown = id => known.Value.Contains(id);
        var fitting = new List<Person>();
        foreach (var entry in Entries())
            if (entry.Text.Contains(wanted, StringComparison.Ordinal) && _store.People.Find(entry.Id) is { } person && query.Fits(person, isKnown, now))
                fitting.Add(person);
        return fitting;
    }

    /// <summary>Counts.</summary>
    public PeopleCounts Count()
    {
        var now = _time.GetUtcNow();
        var known = _gallery.Everyone();
        int people = 0, enrolled = 0, reenrol = 0, none = 0, declined = 0, expiring = 0, expired = 0, suspended = 0;
        foreach (var entry in Entries())
        {
            if (_store.People.Find(entry.Id) is not { } person)
                continue;
            people++;
            _ = PersonState.FaceOf(person, known.Contains) switch { FaceState.Enrolled => enrolled++, FaceState.Reenrol => reenrol++, FaceState.None => none++, _ => declined++ };
            _ = PersonState.AdmissionOf(person, now) switch { Admission.ExpiresSoon => expiring++, Admission.Expired => expired++, Admission.Suspended => suspended++, _ => 0 };
        }

        return new(people, enrolled, reenrol, none, declined, expiring, expired, suspended);
    }

    public void Dispose() => _store.Changed -= OnChanged;

    private void OnChanged(object? sender, StoreChangedEventArgs change)
    {
        lock (_gate)
            _changed.Add(change.Person);
    }

    private Entry[] Entries()
    {
        lock (_gate)
        {
            _entries ??= [.. _store.People.List().Select(Entry.Of).Order(ByText)];
            if (_changed.Count > 0)
                _entries = Merge(_entries, [.. _changed.Select(_store.People.Find).OfType<Person>().Select(Entry.Of).Order(ByText)]);
            _changed.Clear();
            return _entries;
        }
    }

    private Entry[] Merge(Entry[] old, Entry[] fresh)
    {
        var merged = new List<Entry>(old.Length + fresh.Length);
        var next = 0;
        foreach (var entry in old)
        {
            if (_changed.Contains(entry.Id))
                continue;
            while (next < fresh.Length && ByText.Compare(fresh[next], entry) < 0)
                merged.Add(fresh[next++]);
            merged.Add(entry);
        }

        merged.AddRange(fresh[next..]);
        return [.. merged];
    }

    // Upper case without accents: what people mean when they type a name in a hurry.
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToUpperInvariant(c));
        return folded.ToString();
    }

    /// <summary>A line of the index.</summary>
    /// <param name="Id">Who.</param>
    /// <param name="Text">Name, number and identifier, folded; the line break between them sorts before every letter.</param>
    private sealed record Entry(PersonId Id, string Text)
    {
        public static Entry Of(Person person) => new(person.Id, $"{Fold(person.Name)}\n{Fold(person.ExternalId ?? "")}\n{person.Id.ToString().ToUpperInvariant()}");
    }
}
