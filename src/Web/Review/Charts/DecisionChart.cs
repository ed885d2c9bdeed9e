using AccessKiosk.Foundation;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web.Review.Charts;

/// <summary>Decisions as stacked bars; the order within a bar and the table beside it say what the colours say.</summary>
internal static class DecisionChart
{
    private const double Left = 48;
    private const double Top = 12;
    private const int MostLabels = 8;

    /// <summary>Draws it.</summary>
    /// <param name="counts">A bar each.</param>
    /// <param name="title">What a screen reader says.</param>
    /// <param name="label">What stands below a bar.</param>
    public static MarkupString Of(IReadOnlyList<DecisionCount> counts, string title, Func<DecisionCount, string> label)
    {
        var svg = new SvgWriter(480, 220, $"{title}. The table below has the numbers.", "chart decisions");
        var (right, bottom) = (svg.Width - 8.0, 184.0);
        var step = Step(counts.Max(c => c.Total));
        var top = Math.Max(step, step * Math.Ceiling(counts.Max(c => c.Total) / (double)step));
        double Y(double value) => bottom - value / top * (bottom - Top);
        for (var tick = 0; tick <= top; tick += step)
        {
            svg.Line(Left, Y(tick), right, Y(tick), tick == 0 ? "axis" : "grid");
            svg.Text(Left - 8, Y(tick) + 4, $"{tick:n0}", "end");
        }

        var width = (right - Left) / counts.Count;
        var every = (counts.Count + MostLabels - 1) / MostLabels;
        foreach (var (i, count) in counts.Index())
        {
            var (x, bar, base_) = (Left + width * i + width * 0.12, width * 0.76, 0);
            foreach (var (part, kind) in new[] { (count.Granted, "granted"), (count.Denied, "denied"), (count.Attacks, "attacks") })
            {
                if (part == 0)
                    continue;
                svg.Rect(x, Y(base_ + part), bar, Y(base_) - Y(base_ + part), kind, $"{count.Label}: {part} {kind}");
                base_ += part;
            }

            if (i % every == 0)
                svg.Text(x + bar / 2, bottom + 18, label(count), "middle");
        }

        return new(svg.ToString());
    }

    // 1, 2, 5, 10, 20, … so that about four lines fit.
    private static int Step(int most)
    {
        var step = 1;
        for (var factor = 0; most / step > 4; factor++)
            step = step / 2 * 2 == step && factor % 3 == 1 ? step / 2 * 5 : step * 2;
        return step;
    }
}
