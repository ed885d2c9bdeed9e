using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>Compares a file of people with those whom the kiosk knows, by their numbers.</summary>
public sealed class ExchangePlanner
{
    private readonly KioskStore _store;
    private readonly PeopleFile _file;
    private readonly RowReader _reader;
    private readonly Dictionary<Guid, string> _groups;
    private readonly TimeZoneInfo _zone;
    private readonly ILookup<string, long> _lines;
    private readonly HashSet<PersonId> _seen = [];
    private readonly HashSet<PersonId> _named = [];
    private readonly ILookup<string, Person> _loose;
    private readonly ILookup<string, Person> _unnumbered;
    private readonly List<NewRow> _new = [];
    private readonly List<ChangedRow> _changed = [];
    private readonly List<RefusedRow> _refused = [];
    private int _unchanged;
    private bool _isWhole = true;

    private ExchangePlanner(KioskStore store, PeopleFile file, IReadOnlyList<PersonGroup> groups, TimeZoneInfo zone)
    {
        (_store, _file, _zone) = (store, file, zone);
        _reader = new(file, groups, zone);
        _groups = groups.ToDictionary(group => group.Id, group => group.Name);
        _lines = file.Rows.Where(row => Number(row).Length > 0).ToLookup(row => Check.Key(Number(row)), row => row.Line, StringComparer.Ordinal);
        _loose = store.People.All.Where(person => person.ExternalId is not null).ToLookup(person => CellFaults.Loose(Check.Key(person.ExternalId!)), StringComparer.Ordinal);
        _unnumbered = store.People.All.Where(person => person.ExternalId is null).ToLookup(person => Check.Key(person.Name), StringComparer.Ordinal);
    }

    /// <summary>Says what a file would change.</summary>
    /// <param name="store">The people.</param>
    /// <param name="file">The file.</param>
    /// <param name="zone">The site's time zone, for dates.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ExchangePlan> PlanAsync(KioskStore store, PeopleFile file, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(file);
        return new ExchangePlanner(store, file, await store.Groups.ListAsync(cancellationToken), zone).Plan();
    }

    private ExchangePlan Plan()
    {
        // First whose numbers the file has: a number that only looks like another is not taken for it.
        foreach (var row in _file.Rows)
            if (_store.People.FindByExternalId(Number(row)) is { } person)
                _named.Add(person.Id);
        foreach (var row in _file.Rows)
        {
            try
            {
                Add(row);
            }
            catch (Exception fault) when (fault is InputException or StoreException)
            {
                _refused.Add(new(row.Line, Number(row), fault.Message));
            }
        }

        var gone = _store.People.List().Where(person => person.ExternalId is not null && !_named.Contains(person.Id)).ToList();
        return new(
            _new, _changed, [.. gone.Where(person => person.Status is PersonStatus.Active)], gone.Count(person => person.Status is PersonStatus.Suspended),
            _unchanged, _unnumbered.Sum(group => group.Count()), _refused, _file.Unread, _isWhole);
    }

    private void Add(CsvRow row)
    {
        if (row.Fault is not null || row.Cells.Count != _file.Width)
        {
            // Shifted cells: the number may be anything.
            _isWhole = false;
            throw new InputException(row.Fault ?? $"{row.Cells.Count} columns; the first line has {_file.Width}");
        }

        var number = Number(row);
        var known = Whose(row, number);
        foreach (var (column, cell) in _file.Cells(row))
            if (CellFaults.Of(column, cell) is { } fault)
                throw new InputException(fault);
        var values = _reader.Read(row, number.Length > 0 ? number : null, known is null ? null : PersonValues.Of(known));
        if (known is null)
            AddNew(row, values);
        else if (PersonText.Changes(PersonValues.Of(known), values, _groups, _zone) is { Count: > 0 } changes)
            _changed.Add(new(row.Line, known, values, changes));
        else
            _unchanged++;
    }

    private void AddNew(CsvRow row, PersonValues values)
    {
        var none = new PersonValues(null, "", null, PersonStatus.Active, null, null, new HashSet<Guid>());
        var person = new NewPerson
        {
            Name = values.Name, ExternalId = values.Number, Note = values.Note, Status = values.Status, ValidFrom = values.ValidFrom, ValidUntil = values.ValidUntil, Groups = [.. values.Groups],
        };
        _new.Add(new(row.Line, person, PersonText.Changes(none, values, _groups, _zone), _unnumbered[Check.Key(values.Name)].FirstOrDefault()));
    }

    // The person a row is about; null for somebody new.
    private Person? Whose(CsvRow row, string number)
    {
        var byId = Guid.TryParseExact(_reader.Text(row, PeopleColumns.Id), "N", out var id) ? _store.People.Find(new(id)) : null;
        if (number.Length == 0 && byId is null)
        {
            _isWhole = false;
            throw new InputException("the number is empty");
        }

        // Which of two rows is right nobody knows.
        if (number.Length > 0 && _lines[Check.Key(number)].ToList() is { Count: > 1 } lines)
            throw new InputException($"the number is given in {(lines.Count == 2 ? $"lines {lines[0]} and {lines[1]}" : $"{lines.Count} lines, the first is {lines[0]}")}");
        var known = number.Length > 0 ? _store.People.FindByExternalId(number) ?? Unnumbered(byId) : byId;
        if (known is null)
            return Likely(Check.Key(number)) is { } likely ? throw Unlike(likely) : null;
        _named.Add(known.Id);
        return _seen.Add(known.Id) ? known : throw new InputException("another line is about the same person");
    }

    // An identifier gives somebody a first number, and never another one.
    private Person? Unnumbered(Person? person)
    {
        if (person is not { ExternalId: { } other })
            return person;
        _named.Add(person.Id);
        throw new InputException($"the identifier is that of number {other}: change a number on the person's page");
    }

    private Person? Likely(string key) => CellFaults.Loose(key) is { Length: > 0 } loose ? _loose[loose].FirstOrDefault(person => !_named.Contains(person.Id)) : null;

    private InputException Unlike(Person likely)
    {
        _named.Add(likely.Id);
        return new($"the number is stored as {likely.ExternalId}: a spreadsheet may have changed it, format the column as text");
    }

    private string Number(CsvRow row) => _reader.Text(row, PeopleColumns.Number);
}
