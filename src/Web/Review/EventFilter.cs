using System.Globalization;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using Microsoft.AspNetCore.WebUtilities;

namespace AccessKiosk.Web.Review;

/// <summary>Which events a page shows, as its address says it.</summary>
/// <param name="Person">Part of a name, of a staff number, or an identifier; empty for everybody.</param>
/// <param name="Door">The door; empty for all.</param>
/// <param name="Kind">A code, a group or a severity; empty for all.</param>
/// <param name="From">Field of the kind <c>datetime-local</c>; empty for no limit.</param>
/// <param name="Until">Field of the kind <c>datetime-local</c>; empty for no limit.</param>
/// <param name="Technical">Whether rows and columns for technicians are shown.</param>
public sealed record EventFilter(string Person, string Door, string Kind, string From, string Until, bool Technical)
{
    /// <summary>From a request's query.</summary>
    public static EventFilter Of(HttpRequest request)
    {
        string Value(string key) => request.Query[key].ToString().Trim();
        return new(Value("person"), Value("door"), Value("kind"), Value("from"), Value("until"), Value("technical") == "yes");
    }

    /// <summary>For an address.</summary>
    public string Query(params IEnumerable<(string Key, string Value)> more) => QueryHelpers.AddQueryString(
        "", new (string Key, string Value)[] { ("person", Person), ("door", Door), ("kind", Kind), ("from", From), ("until", Until), ("technical", Technical ? "yes" : "") }
            .Concat(more).Where(part => part.Value.Length > 0).Select(part => KeyValuePair.Create(part.Key, (string?)part.Value)));

    /// <summary>For the store.</summary>
    /// <exception cref="StoreException">A time is none: without it more would be shown than was asked for.</exception>
    internal EventQuery ToQuery(KioskStore store, SiteTime time) => new()
    {
        People = Person.Length == 0 ? null : [.. store.People.Search(Person).Select(person => person.Id)],
        Door = Door.Length == 0 ? null : Door,
        Kind = Kind.Length == 0 ? null : Kind,
        From = Moment(From, time, wholeDay: false),
        Until = Moment(Until, time, wholeDay: true),
        // Whoever asks for a kind gets it.
        Without = Technical || Kind.Length > 0 ? [] : EventDisplay.Technical,
    };

    private static DateTimeOffset? Moment(string field, SiteTime time, bool wholeDay) =>
        field.Length == 0 || field.StartsWith("9999-12-31", StringComparison.Ordinal) ? null
        : time.Parse(field, wholeDay) ?? throw new StoreException(StoreFault.Invalid, $"'{field}' is no time: write 2030-12-31T18:00, year first.");

    /// <summary>The place of an event in the list, for the next page's address.</summary>
    public static string Place(AccessEvent happened) => string.Create(CultureInfo.InvariantCulture, $"{happened.At.ToUnixTimeMilliseconds()}-{happened.Id:N}");

    /// <summary>From <see cref="Place"/>; null when it is none.</summary>
    public static AccessEvent? Parse(string? place)
    {
        var parts = place?.Split('-');
        return parts is [var at, var id] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 253402300800000 && Guid.TryParse(id, out var guid)
            ? new() { Id = guid, At = DateTimeOffset.FromUnixTimeMilliseconds(ms), Code = EventCodes.SystemFault }
            : null;
    }
}
