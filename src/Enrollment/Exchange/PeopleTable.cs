using System.Globalization;
using System.Text;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>People as a CSV that comes in again without a change.</summary>
public static class PeopleTable
{
    /// <summary>All people, in the audit's words.</summary>
    public const string Everyone = "everyone";

    /// <summary>Writes it for somebody who takes it away; audited before they have it.</summary>
    /// <param name="store">The people.</param>
    /// <param name="people">Who, in this order.</param>
    /// <param name="which">Who they are, in words, for the audit.</param>
    /// <param name="zone">The site's time zone.</param>
    /// <param name="by">Who takes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<byte[]> TakeAsync(KioskStore store, IReadOnlyList<Person> people, string which, TimeZoneInfo zone, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(people);
        var table = Write(people, await store.Groups.ListAsync(cancellationToken), zone);
        await store.Privacy.RecordTableAsync(people.Count, which, by, cancellationToken);
        return table;
    }

    /// <summary>Writes it: UTF-8 with the mark by which spreadsheets know it, and times in the site's zone.</summary>
    /// <param name="people">Who, in this order.</param>
    /// <param name="groups">The site's groups.</param>
    /// <param name="zone">The site's time zone.</param>
    public static byte[] Write(IEnumerable<Person> people, IReadOnlyList<PersonGroup> groups, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(people);
        var names = groups.ToDictionary(group => group.Id, group => group.Name);
        var text = new StringBuilder("\uFEFF").Append(CsvText.Line(PeopleColumns.Out));
        foreach (var person in people)
            text.Append(CsvText.Line(
                person.ExternalId, person.Name, PersonText.Status(person.Status), DateInput.FromText(person.ValidFrom, zone), DateInput.UntilText(person.ValidUntil, zone),
                PersonText.Groups(person.Groups, names), person.Note, person.Id.ToString(), person.References > 0 ? "yes" : "no",
                person.Consent?.Decision.ToString().ToLowerInvariant(), person.LastSeenAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
