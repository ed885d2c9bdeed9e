using System.Globalization;
using System.Net;
using System.Text;
using AccessKiosk.Enrollment.Insight;
using AccessKiosk.Storage;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web.People.Map;

/// <summary>How one reference is drawn.</summary>
/// <param name="Colour">The number of its colour, 0 to <see cref="MapPicture.Colours"/> − 1.</param>
/// <param name="Label">The meaning of the colour in words; empty where it has none.</param>
internal readonly record struct MapDot(int Colour, string Label);

/// <summary>The map as a drawing: one link a person around all of their dots.</summary>
internal static class MapPicture
{
    /// <summary>Colours of the style sheet.</summary>
    public const int Colours = 8;

    private const int Width = 640, Height = 460, Edge = 14;

    /// <summary>Draws.</summary>
    /// <param name="map">The map.</param>
    /// <param name="nameOf">A person's name; null for somebody erased meanwhile, who is left out.</param>
    /// <param name="dotOf">How a reference is drawn.</param>
    /// <param name="chosen">People to be brought out; empty for none.</param>
    /// <param name="query">What the links keep of the present address, for instance <c>colour=door</c>.</param>
    public static MarkupString Of(GalleryMap map, Func<PersonId, string?> nameOf, Func<MapPoint, MapDot> dotOf, IReadOnlySet<PersonId> chosen, string query)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg class="gallery-map{(chosen.Count > 0 ? " some" : "")}" viewBox="0 0 {Width} {Height}" role="group" tabindex="0" aria-label="Map of all pictures" aria-describedby="map-keys">""");
        // Those brought out are drawn last, over the others.
        foreach (var person in map.Points.GroupBy(point => point.Person).OrderBy(person => chosen.Contains(person.Key)))
        {
            if (nameOf(person.Key) is not { } name)
                continue;
            var dots = person.Select(point => (point, Dot: dotOf(point))).ToList();
            var labels = string.Join(", ", dots.Select(dot => dot.Dot.Label).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal));
            svg.Append(CultureInfo.InvariantCulture, $"""<a class="{(chosen.Contains(person.Key) ? "on" : "")}" href="/admin/people/map?{WebUtility.HtmlEncode(query)}&amp;person={person.Key}" tabindex="-1"><title>{WebUtility.HtmlEncode(labels.Length > 0 ? $"{name}: {labels}" : name)}</title>""");
            foreach (var (point, dot) in dots)
                svg.Append(CultureInfo.InvariantCulture, $"""<circle class="k{dot.Colour}" cx="{Edge + point.X * (Width - 2 * Edge):0.#}" cy="{Edge + point.Y * (Height - 2 * Edge):0.#}" r="5"/>""");
            svg.Append("</a>");
        }

        return new(svg.Append("</svg>").ToString());
    }
}
