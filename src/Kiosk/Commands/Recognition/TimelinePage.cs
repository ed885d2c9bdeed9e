using System.Globalization;
using System.Net;
using System.Text;
using AccessKiosk.Foundation;
using AccessKiosk.Recognition.Timeline;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Commands.Recognition;

/// <summary>A timeline as one HTML file that opens offline: a row of bars and a strip of pictures for everybody. It holds faces and names.</summary>
internal static class TimelinePage
{
    private const int Width = 800, Row = 22, Gutter = 180;

    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>Who appears when</title>
        <style>
        :root{--ink:#24292f;--soft:#5b646f;--rule:#d9dee4;--paper:#fff;--bar:#00687d}
        @media(prefers-color-scheme:dark){:root{--ink:#e3e7ec;--soft:#9aa4b0;--rule:#363d46;--paper:#181c21;--bar:#6cc7dd}}
        body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.2rem;overflow-wrap:anywhere}p.soft,figcaption span{color:var(--soft)}
        svg{max-width:100%;height:auto}.bar{fill:var(--bar)}.rule{stroke:var(--rule)}.name{fill:var(--ink);font-size:13px}
        .strip{display:flex;flex-wrap:wrap;gap:1rem;padding:0}figure{margin:0;width:7rem}img,.none{width:96px;height:96px;border-radius:6px;display:block;background:var(--rule)}
        figcaption{font-size:.85rem;overflow-wrap:anywhere}figcaption span{display:block}
        </style></head><body>
        """;

    public static string Html(IReadOnlyList<WatchedRecording> recordings, Func<PersonId, string?> nameOf)
    {
        var page = new StringBuilder(Head).Append("<h1>Who appears when</h1>");
        foreach (var recording in recordings)
        {
            var visitors = recording.Intervals.GroupBy(one => one.Who).ToList();
            page.Append(CultureInfo.InvariantCulture, $"<h2>{WebUtility.HtmlEncode(recording.File)}</h2><p class=\"soft\">{Time(recording.Length)}, {visitors.Count} {(visitors.Count == 1 ? "person" : "people")}");
            page.Append(recording.NotSeenWell == 0 ? "</p>" : string.Create(CultureInfo.InvariantCulture, $"; {recording.NotSeenWell} more {(recording.NotSeenWell == 1 ? "face" : "faces")} not seen well enough to compare</p>"));
            if (visitors.Count == 0)
                continue;
            page.Append(Bars(recording, visitors, nameOf)).Append("<div class=\"strip\">");
            foreach (var visitor in visitors)
                page.Append(Figure(visitor, nameOf));
            page.Append("</div>");
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static string Bars(WatchedRecording recording, List<IGrouping<Visitor, Interval>> visitors, Func<PersonId, string?> nameOf)
    {
        var svg = new SvgWriter(Width, Row * visitors.Count + 4, $"Who appears when in {recording.File}", "");
        var scale = (Width - Gutter) / Math.Max(0.001, recording.Length.TotalSeconds);
        foreach (var (index, visitor) in visitors.Index())
        {
            var top = index * Row;
            svg.Text(0, top + Row * 0.7, Short(TimelineReport.Name(visitor.Key, nameOf)), kind: "name");
            svg.Line(Gutter, top + Row, Width, top + Row, "rule");
            foreach (var one in visitor)
                svg.Rect(Gutter + one.From.TotalSeconds * scale, top + 4, Math.Max(2, (one.To - one.From).TotalSeconds * scale), Row - 8, "bar", $"{Time(one.From)} to {Time(one.To)}");
        }

        return svg.ToString();
    }

    private static string Figure(IGrouping<Visitor, Interval> visitor, Func<PersonId, string?> nameOf)
    {
        var picture = visitor.FirstOrDefault(one => one.Picture is not null)?.Picture;
        var whole = new TimeSpan(visitor.Sum(one => (one.To - one.From).Ticks));
        var image = picture is null ? "<div class=\"none\"></div>" : $"<img alt=\"\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture)}\">";
        return $"<figure>{image}<figcaption>{WebUtility.HtmlEncode(TimelineReport.Name(visitor.Key, nameOf))}<span>{Time(whole)}, {string.Join("; ", visitor.Select(one => $"{Time(one.From)}–{Time(one.To)}"))}</span></figcaption></figure>";
    }

    private static string Short(string name) => name.Length > 24 ? name[..23] + "…" : name;

    public static string Time(TimeSpan time) => time.TotalHours >= 1
        ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"m\:ss\.f", CultureInfo.InvariantCulture);
}
