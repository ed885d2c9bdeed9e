using AccessKiosk.Foundation;
using AccessKiosk.Recognition.Perception;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web.Review.Charts;

/// <summary>
/// The evidence of a track over time: the sum with the limits of live and attack, and one small chart a cue on a scale
/// that all cues share, so that nothing has to be told apart by colour.
/// </summary>
internal static class EvidenceChart
{
    private const double Left = 54;
    private const double Top = 12;
    private const double SumRange = 6;
    private const double CueRange = 3;

    // Below it a cue has hardly seen anything: its line is dashed. Below the other it has seen nothing: there is no line.
    private const float Confident = 0.5f;
    private const float Anything = 0.02f;

    /// <summary>The sum of the evidence, its limits, and the verdict as a band below.</summary>
    public static MarkupString Sum(LivenessEvidence evidence)
    {
        var svg = new SvgWriter(420, 270, "The sum of the evidence over time. The table below has the numbers.", "chart sum");
        var (right, bottom) = (svg.Width - 92.0, 212.0);
        var x = Across(evidence, right);
        double Y(double value) => Down(value, SumRange, bottom);
        svg.Rect(Left, Y(SumRange), right - Left, Y(evidence.LiveAbove) - Y(SumRange), "zone-live");
        svg.Rect(Left, Y(evidence.AttackBelow), right - Left, bottom - Y(evidence.AttackBelow), "zone-attack");
        foreach (var tick in new[] { -6, -4, -2, 0, 2, 4, 6 })
        {
            svg.Line(Left, Y(tick), right, Y(tick), "grid");
            svg.Text(Left - 6, Y(tick) + 4, $"{tick:+0;−0;0}", "end");
        }

        svg.Line(Left, Y(evidence.LiveAbove), right, Y(evidence.LiveAbove), "limit");
        svg.Text(right + 6, Y(evidence.LiveAbove) + 4, "live above");
        svg.Line(Left, Y(evidence.AttackBelow), right, Y(evidence.AttackBelow), "limit");
        svg.Text(right + 6, Y(evidence.AttackBelow) + 4, "attack below");
        svg.Path(evidence.Seconds.Select((at, i) => (x(at), Y(evidence.LogOdds[i]))), "curve");
        Time(svg, evidence, x, bottom, right, named: false);
        Verdicts(svg, evidence, x, bottom + 26);
        svg.Text((Left + right) / 2, svg.Height - 4, "seconds since the face was first seen", "middle");
        return new(svg.ToString());
    }

    /// <summary>One cue: above the middle line it speaks for a live person, below for an attack.</summary>
    public static MarkupString Cue(LivenessEvidence evidence, CueEvidence cue, string name)
    {
        var svg = new SvgWriter(320, 150, $"{name} over time. The table below has the numbers.", "chart cue");
        var (right, bottom) = (svg.Width - 12.0, 112.0);
        var x = Across(evidence, right);
        double Y(double value) => Down(value, CueRange, bottom);
        svg.Text(Left - 6, Y(CueRange) + 8, "live", "end");
        svg.Text(Left - 6, Y(0) + 4, "0", "end");
        svg.Text(Left - 6, Y(-CueRange), "attack", "end");
        svg.Line(Left, Y(CueRange), right, Y(CueRange), "grid");
        svg.Line(Left, Y(-CueRange), right, Y(-CueRange), "grid");
        svg.Line(Left, Y(0), right, Y(0), "axis");
        if (cue.Coefficient.Veto is { } veto)
        {
            svg.Rect(Left, Y(veto), right - Left, bottom - Y(veto), "zone-attack");
            svg.Line(Left, Y(veto), right, Y(veto), "limit");
        }

        foreach (var (from, to, sure) in Runs(cue))
            svg.Path(Enumerable.Range(from, to - from + 1).Select(i => (x(evidence.Seconds[i]), Y(cue.Z(i)))), sure ? "curve" : "curve unsure");
        if (cue.Confidence.All(confidence => Level(confidence) == 0))
            svg.Text((Left + right) / 2, Y(0) - 8, "nothing could be seen", "middle");
        Time(svg, evidence, x, bottom, right, named: true);
        return new(svg.ToString());
    }

    private static Func<float, double> Across(LivenessEvidence evidence, double right)
    {
        var longest = Math.Max(1, evidence.Seconds[^1]);
        return at => Left + at / longest * (right - Left);
    }

    private static double Down(double value, double range, double bottom) => Top + (range - Math.Clamp(value, -range, range)) / (2 * range) * (bottom - Top);

    private static void Time(SvgWriter svg, LivenessEvidence evidence, Func<float, double> x, double bottom, double right, bool named)
    {
        var longest = Math.Max(1, evidence.Seconds[^1]);
        var step = Math.Max(1, (int)Math.Ceiling(longest / 8));
        svg.Line(Left, bottom, right, bottom, "axis");
        for (var at = 0; at <= longest; at += step)
            svg.Text(x(at), bottom + 16, named && at + step > longest ? $"{at} s" : $"{at}", "middle");
    }

    private static void Verdicts(SvgWriter svg, LivenessEvidence evidence, Func<float, double> x, double y)
    {
        for (var from = 0; from < evidence.Verdicts.Count;)
        {
            var verdict = evidence.Verdicts[from];
            var to = from;
            while (to < evidence.Verdicts.Count && evidence.Verdicts[to] == verdict)
                to++;
            var (start, end) = (x(evidence.Seconds[from]), x(evidence.Seconds[Math.Min(to, evidence.Seconds.Count - 1)]));
            svg.Rect(start, y, Math.Max(3, end - start), 12, $"verdict {verdict}", EvidenceFormatter.Of(verdict));
            from = to;
        }

        svg.Text(x(evidence.Seconds[^1]) + 8, y + 11, EvidenceFormatter.Of(evidence.Verdicts[^1]));
    }

    private static IEnumerable<(int From, int To, bool Sure)> Runs(CueEvidence cue)
    {
        for (var from = 0; from < cue.Confidence.Count;)
        {
            var level = Level(cue.Confidence[from]);
            var to = from;
            while (to + 1 < cue.Confidence.Count && Level(cue.Confidence[to + 1]) == level)
                to++;
            // A run reaches to the next one's first point, so that the line has no gaps.
            if (level > 0)
                yield return (from, Math.Min(to + 1, cue.Confidence.Count - 1), level > 1);
            from = to + 1;
        }
    }

    private static int Level(float confidence) => confidence >= Confident ? 2 : confidence >= Anything ? 1 : 0;
}
