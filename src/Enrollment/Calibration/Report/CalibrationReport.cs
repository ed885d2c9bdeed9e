using System.Globalization;
using System.Net;
using System.Text;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Scores;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Enrollment.Calibration.Report;

/// <summary>What a report tells beside the record itself.</summary>
/// <param name="GallerySize">References enrolled now; the report also shows ten times as many.</param>
/// <param name="Fpir">Wanted FPIR.</param>
/// <param name="Groups">Error rates by group; empty without groups.</param>
/// <param name="Suspects">The pairs most like errors, with the images' names; empty to leave names out.</param>
public sealed record ReportContext(
    long GallerySize, double Fpir, IReadOnlyList<AttributeErrors> Groups, IReadOnlyList<SuspectPair> Suspects);

/// <summary>Two images whose score is unlike their labels.</summary>
public sealed record SuspectPair(float Score, bool Mated, string First, string Second)
{
    /// <summary>The highest non-mated and the lowest mated pairs of a calibration.</summary>
    public static IReadOnlyList<SuspectPair> Of(ComparisonScores scores, IReadOnlyList<LabelledEmbedding> images, int each = 10)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(images);
        return [.. Named(scores.NonMated, mated: false), .. Named(scores.Mated, mated: true)];

        IEnumerable<SuspectPair> Named(ScoreDistribution distribution, bool mated) =>
            distribution.Extremes.Take(each).Select(p => new SuspectPair(p.Score, mated, images[p.First].Image, images[p.Second].Image));
    }
}

/// <summary>A calibration as one HTML file that opens offline and prints.</summary>
public static class CalibrationReport
{
    private const string Head = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark"><title>Calibration of face recognition</title>
        <style>
        :root{--ink:#24292f;--soft:#5b646f;--rule:#d9dee4;--paper:#fff;--warn:#fdf3e3;--edge:#c2571a}
        @media(prefers-color-scheme:dark){:root{--ink:#e3e7ec;--soft:#9aa4b0;--rule:#363d46;--paper:#181c21;--warn:#33271a;--edge:#f0a06a}}
        body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:50rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin-top:2.2rem}
        p.soft,td.soft,caption{color:var(--soft)}svg{max-width:100%;height:auto}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
        th,td{padding:.35rem .7rem;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
        th:first-child,td:first-child{text-align:left}th{font-weight:600}caption{text-align:left;padding-bottom:.4rem}
        .warn{background:var(--warn);border-left:4px solid var(--edge);padding:.6rem 1rem;margin:.6rem 0}
        code{overflow-wrap:anywhere}
        </style></head><body>
        """;

    /// <summary>The report.</summary>
    public static string Html(CalibrationRecord record, ReportContext context)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(context);
        var html = new Builder();
        html.Raw(Head);
        html.Add($"<h1>How sure is sure: calibration of face recognition</h1>");
        html.Add($"<p>{record.Data.Description}</p>");
        html.Add($"<p class=\"soft\">{record.Data.People:n0} people, {record.Data.Images:n0} images ({record.Data.Undetected:n0} more without a face, {record.Data.Corrected:n0} labels corrected); {record.Data.MatedComparisons:n0} mated and {record.Data.NonMatedComparisons:n0} non-mated comparisons. {(record.Origin == CalibrationOrigin.Site ? "The site's own images." : "Public data: calibrate on the site's own camera before relying on these figures.")}<br>{record.CreatedAt:yyyy-MM-dd}, {record.CreatedBy}; model <code>{record.ModelHash}</code></p>");
        foreach (var warning in record.Warnings.Concat(context.Groups.SelectMany(g => g.Warnings())))
            html.Add($"<p class=\"warn\">{warning}</p>");
        var now = Operating(record, context, context.GallerySize);
        var later = Operating(record, context, 10 * Math.Max(1, context.GallerySize));
        Thresholds(html, context, now, later);
        html.Add($"<h2>Scores</h2>");
        html.Raw(CalibrationPlots.Histogram(record, [.. Marks(now.Point, later.Point)]));
        html.Add($"<h2>Error trade-off (DET)</h2>");
        html.Raw(CalibrationPlots.Det(record));
        html.Add($"<h2>Receiver operating characteristic (ROC)</h2>");
        html.Raw(CalibrationPlots.Roc(record));
        html.Add($"<h2>Error rates</h2>");
        Rates(html, record);
        foreach (var attribute in context.Groups)
            Group(html, attribute);
        Suspects(html, context.Suspects);
        html.Raw("</body></html>\n");
        return html.ToString();
    }

    private static (OperatingPoint? Point, string Text, long Size) Operating(CalibrationRecord record, ReportContext context, long size)
    {
        try
        {
            return (new ThresholdSelector(record).ForGallery(size, context.Fpir), "", size);
        }
        catch (CalibrationException e)
        {
            return (null, e.Message, size);
        }
    }

    private static IEnumerable<(float, string)> Marks(params OperatingPoint?[] points) =>
        points.OfType<OperatingPoint>().Select(p =>
            (p.Threshold, string.Create(CultureInfo.InvariantCulture, $"{p.Threshold:f3}: {p.GallerySize:n0} references{(p.Extrapolated ? " (extrapolated)" : "")}")));

    private static void Thresholds(Builder html, ReportContext context, params (OperatingPoint? Point, string Text, long Size)[] rows)
    {
        html.Add($"<h2>Thresholds</h2><div class=\"scroll\"><table><caption>For a chance of at most {context.Fpir:p2} that a search for someone not enrolled finds somebody (FPIR)</caption>");
        html.Add($"<tr><th>References enrolled</th><th>Threshold</th><th>FMR of a comparison</th><th>FNMR</th><th></th></tr>");
        foreach (var (point, text, size) in rows)
        {
            if (point is { } p)
                html.Add($"<tr><td>{size:n0}</td><td>{p.Threshold:f3}</td><td>{p.Fmr:0.0e-0}</td><td>{p.Fnmr:p2}</td><td class=\"soft\">{(p.Extrapolated ? "extrapolated" : "measured")}</td></tr>");
            else
                html.Add($"<tr><td>{size:n0}</td><td colspan=\"4\" style=\"white-space:normal;text-align:left\">{text}</td></tr>");
        }
        html.Raw("</table></div>");
    }

    private static void Rates(Builder html, CalibrationRecord record)
    {
        html.Add($"<p>AUC {record.Auc:f6}, equal error rate {record.Eer:p3}.</p>");
        html.Add($"<div class=\"scroll\"><table><caption>Errors with 95 % bounds (Clopper-Pearson; rule of three where none was seen)</caption><tr><th>FMR</th><th>Threshold</th><th>FNMR</th><th>95 % bounds</th><th>errors of trials</th><th></th></tr>");
        foreach (var at in record.AtFmr)
            html.Add($"<tr><td>{at.WantedFmr:0e-0}</td><td>{at.Threshold:f3}</td><td>{at.Fnmr.Rate:p2}</td><td>{at.Fnmr.Lower95:p2} to {at.Fnmr.Upper95:p2}</td><td>{at.Fnmr.Errors:n0} of {at.Fnmr.Trials:n0}</td><td class=\"soft\">{(at.Extrapolated ? "extrapolated" : "measured")}</td></tr>");
        html.Raw("</table></div>");
        if (record.Tail is { } tail)
            html.Add($"<p class=\"soft\">Beyond the data: generalised Pareto distribution over the {tail.Exceedances:n0} non-mated scores above {tail.Level:f3}; shape {tail.Shape:f3}, scale {tail.Scale:f4}; Anderson-Darling p = {tail.PValue:f2}.</p>");
    }

    private static void Group(Builder html, AttributeErrors attribute)
    {
        html.Add($"<h2>By {attribute.Attribute}</h2><div class=\"scroll\"><table><caption>At threshold {attribute.Threshold:f3}; p: chance of so large a difference if groups did not matter, over all groups together</caption><tr><th>Group</th><th>People</th><th>FMR, 95 % bounds</th><th>p</th><th>FNMR, 95 % bounds</th><th>p</th></tr>");
        foreach (var g in attribute.Groups)
            html.Add($"<tr><td>{g.Group}</td><td>{g.People:n0}</td><td>{Bounds(g.Fmr, "0.0e-0")}</td><td>{g.FmrPValue:f3}</td><td>{Bounds(g.Fnmr, "p2")}</td><td>{g.FnmrPValue:f3}</td></tr>");
        html.Raw("</table></div>");
    }

    private static void Suspects(Builder html, IReadOnlyList<SuspectPair> suspects)
    {
        if (suspects.Count == 0)
            return;
        html.Add($"<h2>Pairs to look at</h2><p class=\"soft\">The highest scores of two people and the lowest of one person. Where the images show otherwise, correct the labels and calibrate again: one person under two names moves every threshold up.</p><div class=\"scroll\"><table><tr><th>Images</th><th>Labelled as</th><th>Score</th></tr>");
        foreach (var pair in suspects)
            html.Add($"<tr><td>{pair.First}<br>{pair.Second}</td><td>{(pair.Mated ? "one person" : "two people")}</td><td>{pair.Score:f3}</td></tr>");
        html.Raw("</table></div>");
    }

    private static string Bounds(ErrorRate rate, string format) => rate.Trials == 0
        ? "no comparisons"
        : string.Create(CultureInfo.InvariantCulture, $"{rate.Rate.ToString(format, CultureInfo.InvariantCulture)} ({rate.Lower95.ToString(format, CultureInfo.InvariantCulture)} to {rate.Upper95.ToString(format, CultureInfo.InvariantCulture)})");

    /// <summary>Text whose every inserted value is escaped.</summary>
    private sealed class Builder
    {
        private readonly StringBuilder _text = new();

        public void Raw(string html) => _text.Append(html).Append('\n');

        public void Add(FormattableString html) =>
            Raw(string.Format(CultureInfo.InvariantCulture, html.Format, [.. html.GetArguments().Select(Escaped)]));

        public override string ToString() => _text.ToString();

        // Text is escaped; numbers and dates keep their format.
        private static object? Escaped(object? value) => value is string text ? WebUtility.HtmlEncode(text) : value;
    }
}
