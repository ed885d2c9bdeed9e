using AccessKiosk.Enrollment.Insight;
using AccessKiosk.Storage;

namespace AccessKiosk.Web.People.Map;

/// <summary>What the colours of the map mean.</summary>
/// <param name="by">person, group, door or quality.</param>
/// <param name="groups">The groups' names.</param>
/// <param name="passages">Who passed where.</param>
/// <param name="groupsOf">The groups of a person.</param>
internal sealed class MapColours(string by, IReadOnlyDictionary<Guid, string> groups, MapPassages passages, Func<PersonId, IReadOnlyList<Guid>> groupsOf)
{
    /// <summary>The choices, with words for them.</summary>
    public static IReadOnlyList<(string Value, string Words)> Choices { get; } = [("person", "person"), ("group", "group"), ("door", "door last used"), ("quality", "quality of the picture")];

    private const int Other = MapPicture.Colours - 1;
    private static readonly (float From, string Words)[] Bands = [(0.75f, "very good picture"), (0.5f, "good picture"), (0.25f, "fair picture"), (0, "poor picture")];

    private readonly List<string> _labels = by switch
    {
        "group" => [.. groups.Values.Order(StringComparer.CurrentCultureIgnoreCase)],
        "door" => [.. passages.Doors.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        "quality" => [.. Bands.Select(band => band.Words)],
        _ => [],
    };

    /// <summary>Number and meaning of each colour, for the legend; nothing where colours only tell people apart.</summary>
    public IReadOnlyList<(int Colour, string Words)> Legend => by is not ("group" or "door" or "quality") ? [] :
    [
        .. _labels.Take(Other).Select((label, i) => (i, label)),
        .. by == "quality" ? Array.Empty<(int, string)>() : [(Other, by == "door" ? $"no door within {GalleryMaps.Days} days{(_labels.Count > Other ? ", or another door" : "")}" : $"no group{(_labels.Count > Other ? ", or another group" : "")}")],
    ];

    /// <summary>How a reference is drawn.</summary>
    public MapDot Of(MapPoint point) => by switch
    {
        "group" => Named(groupsOf(point.Person).Select(id => groups.GetValueOrDefault(id)).OfType<string>().Order(StringComparer.CurrentCultureIgnoreCase).FirstOrDefault()),
        "door" => Named(passages.Doors.GetValueOrDefault(point.Person)),
        "quality" => Named(Array.Find(Bands, band => point.Quality >= band.From).Words),
        _ => new((int)((uint)point.Person.GetHashCode() % MapPicture.Colours), ""),
    };

    private MapDot Named(string? label) => label is null ? new(Other, "") : new(_labels.IndexOf(label) is var at and >= 0 and < Other ? at : Other, label);
}
