using System.Net;
using AccessKiosk.Foundation;

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

    private readonly SvgWriter _svg;
    private readonly Scale _x;
    private readonly Scale _y;

    public SvgChart(string title, string description, (double From, double To, bool Log) x, (double From, double To, bool Log) y)
    {
        _x = new(x.From, x.To, Left, Width - Right, x.Log);
        _y = new(y.From, y.To, Height - Bottom, Top, y.Log);
        _svg = new(Width, Height, title, "chart", $"xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\"");
        _svg.Raw($"<title>{WebUtility.HtmlEncode(title)}</title><desc>{WebUtility.HtmlEncode(description)}</desc>{Style}");
        _svg.Rect(0, 0, Width, Height, "paper");
    }

    public void XTicks(IEnumerable<(double Value, string Label)> ticks, string title)
    {
        foreach (var (value, label) in ticks)
        {
            _svg.Line(_x[value], Top, _x[value], Height - Bottom, "grid");
            _svg.Text(_x[value], Height - Bottom + 18, label, "middle", "small");
        }
        _svg.Line(Left, Height - Bottom, Width - Right, Height - Bottom, "axis");
        _svg.Text((Left + Width - Right) / 2, Height - 14, title, "middle");
    }

    public void YTicks(IEnumerable<(double Value, string Label)> ticks, string title)
    {
        foreach (var (value, label) in ticks)
        {
            _svg.Line(Left, _y[value], Width - Right, _y[value], "grid");
            _svg.Text(Left - 8, _y[value] + 4, label, "end", "small");
        }
        _svg.TextUpwards(18, (Top + Height - Bottom) / 2, title);
    }

    /// <summary>A stepped area from the lower edge, one step a bin.</summary>
    public void Steps(IReadOnlyList<double> edges, IReadOnlyList<double> heights, string kind) => _svg.Path(
        [
            (_x[edges[0]], _y[0]),
            .. heights.SelectMany((height, i) => new[] { (_x[edges[i]], _y[height]), (_x[edges[i + 1]], _y[height]) }),
            (_x[edges[^1]], _y[0]),
        ],
        $"area fill {kind}",
        closed: true);

    public void Line(IEnumerable<(double X, double Y)> points, string kind) => _svg.Path(points.Select(p => (_x[p.X], _y[p.Y])), kind);

    public void Dot(double x, double y, string kind, string label, bool above)
    {
        _svg.Circle(_x[x], _y[y], 4, $"fill {kind}");
        _svg.Text(_x[x] + 8, _y[y] + (above ? -8 : 16), label, kind: "small halo");
    }

    public void Vertical(double x, string label, int row, bool before)
    {
        _svg.Line(_x[x], Top, _x[x], Height - Bottom, "mark c");
        _svg.Text(_x[x] + (before ? -6 : 6), Top + 14 + 17 * row, label, before ? "end" : "start", "small halo");
    }

    public void Key(params IReadOnlyList<(string Kind, string Label)> entries)
    {
        double x = Left;
        foreach (var (kind, label) in entries)
        {
            _svg.Rect(x, 12, 14, 10, $"fill {kind}");
            _svg.Text(x + 20, 22, label);
            x += 44 + 7.2 * label.Length;
        }
    }

    public override string ToString() => _svg + "\n";
}
