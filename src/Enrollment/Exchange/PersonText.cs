using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>What is stored of a person, as a table's cells say it.</summary>
internal static class PersonText
{
    public static string Status(PersonStatus status) => status is PersonStatus.Active ? "active" : "suspended";

    public static string Groups(IEnumerable<Guid> groups, IReadOnlyDictionary<Guid, string> names) =>
        string.Join($" {PeopleColumns.Between} ", groups.Select(group => names.GetValueOrDefault(group)).OfType<string>().Order(StringComparer.Ordinal));

    /// <summary>Every difference, column by column.</summary>
    public static IReadOnlyList<FieldChange> Changes(PersonValues before, PersonValues after, IReadOnlyDictionary<Guid, string> names, TimeZoneInfo zone)
    {
        FieldChange[] all =
        [
            new(PeopleColumns.Number, before.Number, after.Number),
            new(PeopleColumns.Name, before.Name, after.Name),
            new(PeopleColumns.Status, Status(before.Status), Status(after.Status)),
            new(PeopleColumns.From, DateInput.FromText(before.ValidFrom, zone), DateInput.FromText(after.ValidFrom, zone)),
            new(PeopleColumns.Until, DateInput.UntilText(before.ValidUntil, zone), DateInput.UntilText(after.ValidUntil, zone)),
            new(PeopleColumns.Groups, Groups(before.Groups, names), Groups(after.Groups, names)),
            new(PeopleColumns.Note, before.Note, after.Note),
        ];
        return [.. all.Where(one => one.From != one.To)];
    }
}
