using System.Globalization;
using System.Net;
using System.Text;

namespace AccessKiosk.Foundation;

/// <summary>
/// Writes an SVG picture element by element. Lengths are in the drawing's own units with one decimal at most, texts are encoded,
/// and every element names classes of a style sheet instead of colours.
/// </summary>
public sealed class SvgWriter
{
    private readonly StringBuilder _out = new();

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Width of the drawing.</param>
    /// <param name="height">Height of the drawing.</param>
    /// <param name="title">What a screen reader says.</param>
    /// <param name="kind">Classes of the picture.</param>
    /// <param name="attributes">Further attributes of the root element, as they stand.</param>
    public SvgWriter(int width, int height, string title, string kind, string attributes = "")
    {
        (Width, Height) = (width, height);
        Add($"""<svg {attributes} class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{Encode(title)}">""");
    }

    /// <summary>Width of the drawing.</summary>
    public int Width { get; }

    /// <summary>Height of the drawing.</summary>
    public int Height { get; }

    /// <summary>A line of text as an element of its own.</summary>
    public static string TextElement(double x, double y, string text, string anchor = "start", string kind = "") =>
        Invariant($"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{Encode(text)}</text>""");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        Add($"""<line class="{kind}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>""");

    /// <summary>A rectangle; a negative size is taken as none.</summary>
    public void Rect(double x, double y, double width, double height, string kind, string? title = null)
    {
        Add($"""<rect class="{kind}" x="{x:0.#}" y="{y:0.#}" width="{Math.Max(0, width):0.#}" height="{Math.Max(0, height):0.#}">""");
        if (title is not null)
            Add($"<title>{Encode(title)}</title>");
        Add($"</rect>");
    }

    /// <summary>A filled circle.</summary>
    public void Circle(double x, double y, double radius, string kind) =>
        Add($"""<circle class="{kind}" cx="{x:0.#}" cy="{y:0.#}" r="{radius:0.#}"/>""");

    /// <summary>A line through all points, closed to an area on demand; nothing where there are no points.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string kind, bool closed = false)
    {
        var path = string.Join('L', points.Select(p => Invariant($"{p.X:0.#} {p.Y:0.#}")));
        if (path.Length > 0)
            Add($"""<path class="{kind}" d="M{path}{(closed ? "Z" : "")}"/>""");
    }

    /// <summary>A line of text.</summary>
    public void Text(double x, double y, string text, string anchor = "start", string kind = "") =>
        _out.Append(TextElement(x, y, text, anchor, kind));

    /// <summary>A line of text that runs upwards.</summary>
    public void TextUpwards(double x, double y, string text) =>
        Add($"""<text transform="translate({x:0.#} {y:0.#}) rotate(-90)" text-anchor="middle">{Encode(text)}</text>""");

    /// <summary>Markup that is written as it stands.</summary>
    public void Raw(string markup) => _out.Append(markup);

    /// <summary>The whole picture.</summary>
    public override string ToString() => _out + "</svg>";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(FormattableString element) => _out.Append(Invariant(element));
}
