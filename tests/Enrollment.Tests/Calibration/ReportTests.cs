using System.Xml.Linq;
using AccessKiosk.Enrollment.Calibration.Metrics;
using AccessKiosk.Enrollment.Calibration.OperatingPoints;
using AccessKiosk.Enrollment.Calibration.Report;

namespace AccessKiosk.Enrollment.Tests.Calibration;

public sealed class ReportTests(Calibrated calibrated) : IClassFixture<Calibrated>
{
    [Fact]
    public void Pictures_are_whole_SVG_files_that_need_nothing_else()
    {
        foreach (var svg in new[] { CalibrationPlots.Det(calibrated.Record), CalibrationPlots.Roc(calibrated.Record), CalibrationPlots.Histogram(calibrated.Record, (0.5f, "a < b & c")) })
        {
            var root = XDocument.Parse(svg).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "image" or "use" || e.Attributes().Any(a => a.Name.LocalName == "href"));
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_trade_off_is_drawn_where_it_was_measured()
    {
        var chart = XDocument.Parse(CalibrationPlots.Det(calibrated.Record)).Root!;
        var reported = calibrated.Record.AtFmr.Count(a => a.Fnmr.Errors > 0);
        Assert.Equal(reported, chart.Descendants().Count(e => e.Name.LocalName == "circle"));
        // Points descend: from the left (few false matches, many false non-matches) to the right, y grows downwards.
        var dots = chart.Descendants().Where(e => e.Name.LocalName == "circle")
            .Select(e => (X: (double)e.Attribute("cx")!, Y: (double)e.Attribute("cy")!)).OrderBy(d => d.X).ToArray();
        Assert.Equal(dots.Select(d => d.Y).Order(), dots.Select(d => d.Y));
    }

    [Fact]
    public void The_ROC_rises_from_the_strictest_rate_that_was_measured()
    {
        var chart = XDocument.Parse(CalibrationPlots.Roc(calibrated.Record)).Root!;
        var dots = chart.Descendants().Where(e => e.Name.LocalName == "circle")
            .Select(e => (X: (double)e.Attribute("cx")!, Y: (double)e.Attribute("cy")!)).OrderBy(d => d.X).ToArray();
        Assert.Equal(calibrated.Record.AtFmr.Count(a => !a.Extrapolated), dots.Length);
        // More false matches allowed, more people known: y grows downwards.
        Assert.Equal(dots.Select(d => d.Y).OrderDescending(), dots.Select(d => d.Y));
        Assert.Contains(FormattableString.Invariant($"{calibrated.Record.Auc:f5}"), chart.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_tells_thresholds_now_and_at_ten_times_the_size_with_every_text_escaped()
    {
        var record = calibrated.Record with { Data = calibrated.Record.Data with { Description = "<script>alert(1)</script>" }, Warnings = ["mind & beware"] };
        var group = new AttributeErrors("<b>age", 0.4f, [new("<i>old", 12, new(9, 1000), new(0, 0), 0.001, 1)]);
        var html = CalibrationReport.Html(record, new(50, 0.001, [group], SuspectPair.Of(calibrated.Scores, SyntheticFaces.Of(1000, 2), 3)));

        var selector = new ThresholdSelector(record);
        foreach (var size in new[] { 50, 500 })
            Assert.Contains(FormattableString.Invariant($"<tr><td>{size}</td><td>{selector.ForGallery(size).Threshold:f3}</td>"), html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>age", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>old", html, StringComparison.Ordinal);
        Assert.Contains("mind &amp; beware", html, StringComparison.Ordinal);
        Assert.Contains("differ from other groups", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("<svg").Length - 1);
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gallery_that_the_record_cannot_speak_for_is_said_in_the_page()
    {
        var html = CalibrationReport.Html(calibrated.Record, new(1_000_000, 0.001, [], []));
        Assert.Contains("Calibrate with more people", html, StringComparison.Ordinal);
    }
}
