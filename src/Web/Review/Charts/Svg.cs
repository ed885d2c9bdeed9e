using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web.Review.Charts;

/// <summary>Writes an SVG picture that takes its colours from the page's style sheet. Numbers have one decimal, texts are encoded.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _out = new();

    /// <summary>Begins a picture.</summary>
    /// <param name="width">Width of the drawing's own units.</param>
    /// <param name="height">Height.</param>
    /// <param name="title">What a screen reader says; the table beside it has the numbers.</param>
    /// <param name="kind">A class for the style sheet.</param>
    public Svg(int width, int height, string title, string kind)
    {
        (Width, Height) = (width, height);
        _out.Append(CultureInfo.InvariantCulture, $"""<svg class="chart {kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{Encode(title)}">""");
    }

    public int Width { get; }

    public int Height { get; }

    public void Line(double x1, double y1, double x2, double y2, string kind) =>
        _out.Append(CultureInfo.InvariantCulture, $"""<line class="{kind}" x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}"/>""");

    public void Rect(double x, double y, double width, double height, string kind, string? title = null)
    {
        _out.Append(CultureInfo.InvariantCulture, $"""<rect class="{kind}" x="{x:0.#}" y="{y:0.#}" width="{Math.Max(0, width):0.#}" height="{Math.Max(0, height):0.#}">""");
        if (title is not null)
            _out.Append(CultureInfo.InvariantCulture, $"<title>{Encode(title)}</title>");
        _out.Append("</rect>");
    }

    public void Path(IEnumerable<(double X, double Y)> points, string kind)
    {
        var path = string.Join('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}")));
        if (path.Length > 0)
            _out.Append(CultureInfo.InvariantCulture, $"""<path class="{kind}" d="M{path}"/>""");
    }

    public void Text(double x, double y, string text, string anchor = "start", string kind = "") =>
        _out.Append(CultureInfo.InvariantCulture, $"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}">{Encode(text)}</text>""");

    /// <summary>The picture.</summary>
    public MarkupString Markup => new(_out + "</svg>");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
