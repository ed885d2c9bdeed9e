using System.Globalization;
using System.Net;
using System.Text;

namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>A chart with two axes as SVG of its own: no script, no font or file from elsewhere, readable on light and dark.</summary>
internal sealed class SvgChart
{
    private const int Width = 760;
    private const int Height = 430;
    private const int Left = 76;
    private const int Right = 24;
    private const int Top = 34;
    private const int Bottom = 58;

    private const string Style = """
        <style>
        .chart .paper{fill:#fff}
        .chart text{font:13px system-ui,sans-serif;fill:#24292f}
        .chart .small{font-size:12px;fill:#5b646f}
        .chart .grid{stroke:#d9dee4;stroke-width:1}
        .chart .axis{stroke:#6b7480;stroke-width:1}
        .chart .line{fill:none;stroke-width:2.2;stroke-linejoin:round}
        .chart .area{fill-opacity:.2;stroke-width:1.6;stroke-linejoin:round}
        .chart .dash{fill:none;stroke-width:2;stroke-dasharray:6 5}
        .chart .mark{stroke-width:1.4;stroke-dasharray:3 3}
        .chart .halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
        .chart .a{stroke:#2563ab}.chart .b{stroke:#c2571a}.chart .c{stroke:#24292f}
        .chart .fill.a{fill:#2563ab}.chart .fill.b{fill:#c2571a}.chart .fill.c{fill:#24292f}
        @media(prefers-color-scheme:dark){
        .chart .paper{fill:#181c21}.chart text{fill:#e3e7ec}.chart .small{fill:#9aa4b0}.chart .halo{stroke:#181c21}
        .chart .grid{stroke:#363d46}.chart .axis{stroke:#9aa4b0}
        .chart .a{stroke:#79b1ee}.chart .b{stroke:#f0a06a}.chart .c{stroke:#e3e7ec}
        .chart .fill.a{fill:#79b1ee}.chart .fill.b{fill:#f0a06a}.chart .fill.c{fill:#e3e7ec}}
        </style>
        """;

    private readonly StringBuilder _svg = new();
    private readonly Scale _x;
    private readonly Scale _y;

    public SvgChart(string title, string description, (double From, double To, bool Log) x, (double From, double To, bool Log) y)
    {
        _x = new(x.From, x.To, Left, Width - Right, x.Log);
        _y = new(y.From, y.To, Height - Bottom, Top, y.Log);
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" aria-label="{Text(title)}">""");
        Add($"<title>{Text(title)}</title><desc>{Text(description)}</desc>");
        Add($"{Style}");
        Add($"""<rect class="paper" width="{Width}" height="{Height}"/>""");
    }

    public void XTicks(IEnumerable<(double Value, string Label)> ticks, string title)
    {
        foreach (var (value, label) in ticks)
        {
            Add($"""<line class="grid" x1="{_x[value]:f1}" y1="{Top}" x2="{_x[value]:f1}" y2="{Height - Bottom}"/>""");
            Add($"""<text class="small" x="{_x[value]:f1}" y="{Height - Bottom + 18}" text-anchor="middle">{Text(label)}</text>""");
        }
        Add($"""<line class="axis" x1="{Left}" y1="{Height - Bottom}" x2="{Width - Right}" y2="{Height - Bottom}"/>""");
        Add($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 14}" text-anchor="middle">{Text(title)}</text>""");
    }

    public void YTicks(IEnumerable<(double Value, string Label)> ticks, string title)
    {
        foreach (var (value, label) in ticks)
        {
            Add($"""<line class="grid" x1="{Left}" y1="{_y[value]:f1}" x2="{Width - Right}" y2="{_y[value]:f1}"/>""");
            Add($"""<text class="small" x="{Left - 8}" y="{_y[value] + 4:f1}" text-anchor="end">{Text(label)}</text>""");
        }
        Add($"""<text transform="translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">{Text(title)}</text>""");
    }

    /// <summary>A stepped area from the lower edge, one step a bin.</summary>
    public void Steps(IReadOnlyList<double> edges, IReadOnlyList<double> heights, string kind)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{_x[edges[0]]:f1} {_y[0]:f1}");
        for (var i = 0; i < heights.Count; i++)
            path.Append(CultureInfo.InvariantCulture, $"L{_x[edges[i]]:f1} {_y[heights[i]]:f1}L{_x[edges[i + 1]]:f1} {_y[heights[i]]:f1}");
        path.Append(CultureInfo.InvariantCulture, $"L{_x[edges[^1]]:f1} {_y[0]:f1}Z");
        Add($"""<path class="area fill {kind}" d="{path}"/>""");
    }

    public void Line(IEnumerable<(double X, double Y)> points, string kind)
    {
        var path = string.Join('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{_x[p.X]:f1} {_y[p.Y]:f1}")));
        if (path.Length > 0)
            Add($"""<path class="{kind}" d="M{path}"/>""");
    }

    public void Dot(double x, double y, string kind, string label, bool above)
    {
        Add($"""<circle class="fill {kind}" cx="{_x[x]:f1}" cy="{_y[y]:f1}" r="4"/>""");
        Add($"""<text class="small halo" x="{_x[x] + 8:f1}" y="{_y[y] + (above ? -8 : 16):f1}">{Text(label)}</text>""");
    }

    public void Vertical(double x, string label, int row, bool before)
    {
        Add($"""<line class="mark c" x1="{_x[x]:f1}" y1="{Top}" x2="{_x[x]:f1}" y2="{Height - Bottom}"/>""");
        Add($"""<text class="small halo" x="{_x[x] + (before ? -6 : 6):f1}" y="{Top + 14 + 17 * row}" text-anchor="{(before ? "end" : "start")}">{Text(label)}</text>""");
    }

    public void Key(params IReadOnlyList<(string Kind, string Label)> entries)
    {
        double x = Left;
        foreach (var (kind, label) in entries)
        {
            Add($"""<rect class="fill {kind}" x="{x:f0}" y="12" width="14" height="10" rx="2"/><text x="{x + 20:f0}" y="22">{Text(label)}</text>""");
            x += 44 + 7.2 * label.Length;
        }
    }

    public override string ToString() => _svg + "</svg>\n";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
