using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>
/// What a row says of a person. A column that the file does not have leaves what is stored; an empty cell clears it, but for the
/// name, which is refused, and the status, which stays.
/// </summary>
internal sealed class RowReader(PeopleFile file, IReadOnlyList<PersonGroup> groups, TimeZoneInfo zone)
{
    private readonly Dictionary<string, Guid> _groups = groups.ToDictionary(group => Check.Key(group.Name), group => group.Id, StringComparer.Ordinal);

    /// <summary>The text of a cell: one line, without what guards it from being taken for a formula.</summary>
    public string Text(CsvRow row, string column) => SpreadsheetText.Unguard(file.Raw(row, column)).ReplaceLineEndings(" ").Trim();

    /// <summary>What is to be stored of a person.</summary>
    /// <param name="row">What the file says.</param>
    /// <param name="number">The person's number, as read.</param>
    /// <param name="known">What is stored; null for somebody new.</param>
    /// <exception cref="InputException">A cell cannot be taken.</exception>
    /// <exception cref="StoreException">Nor can the store take it.</exception>
    public PersonValues Read(CsvRow row, string? number, PersonValues? known)
    {
        var values = new PersonValues(
            number,
            Name(row) ?? known?.Name ?? throw new InputException("the file has no column 'name', and nobody has this number"),
            file.Has(PeopleColumns.Note) ? Text(row, PeopleColumns.Note) : known?.Note,
            Status(row) ?? known?.Status ?? PersonStatus.Active,
            Date(row, PeopleColumns.From, known?.ValidFrom, DateInput.From, DateInput.FromText),
            Date(row, PeopleColumns.Until, known?.ValidUntil, DateInput.Until, DateInput.UntilText),
            Groups(row) ?? known?.Groups ?? new HashSet<Guid>()).Checked();
        return values with { Number = known?.Number ?? values.Number };
    }

    private string? Name(CsvRow row)
    {
        string name;
        if (file.Has(PeopleColumns.Name))
            name = Text(row, PeopleColumns.Name);
        else if (file.Has(PeopleColumns.FirstName) || file.Has(PeopleColumns.LastName))
            name = $"{Text(row, PeopleColumns.FirstName)} {Text(row, PeopleColumns.LastName)}".Trim();
        else
            return null;
        return name.Length > 0 ? name : throw new InputException("the name is empty");
    }

    private PersonStatus? Status(CsvRow row) => Text(row, PeopleColumns.Status).ToLowerInvariant() switch
    {
        "" => null,
        "active" => PersonStatus.Active,
        "suspended" => PersonStatus.Suspended,
        _ => throw new InputException($"status is '{Text(row, PeopleColumns.Status)}': write active or suspended"),
    };

    private DateTimeOffset? Date(
        CsvRow row, string column, DateTimeOffset? stored, Func<string?, TimeZoneInfo, DateTimeOffset?> read, Func<DateTimeOffset?, TimeZoneInfo, string?> write)
    {
        if (!file.Has(column))
            return stored;
        var text = Text(row, column);
        // A moment that was not changed keeps its seconds.
        return text == (write(stored, zone) ?? "") ? stored : read(text, zone);
    }

    private HashSet<Guid>? Groups(CsvRow row)
    {
        if (!file.Has(PeopleColumns.Groups))
            return null;
        var whole = Text(row, PeopleColumns.Groups);
        // A group's own name may hold what separates them.
        if (_groups.TryGetValue(Check.Key(whole), out var only))
            return [only];
        return [.. whole.Split(PeopleColumns.Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => _groups.TryGetValue(Check.Key(name), out var id)
            ? id
            : throw new InputException($"there is no group '{name}': make it first, or mend the file (several groups are separated by {PeopleColumns.Between})"))];
    }
}
