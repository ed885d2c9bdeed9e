using System.Globalization;
using AccessKiosk.Enrollment.Calibration.Statistics;

namespace AccessKiosk.Lab.Figures;

/// <summary>How figures are written.</summary>
internal static class Words
{
    /// <summary>A share in percent, with two digits that say something.</summary>
    public static string Percent(double share) => $"{Hundredths(share)} %";

    /// <summary>Errors of trials with their 95 % bounds; without an error, with the one-sided bound.</summary>
    public static string Of(ErrorRate rate) => rate switch
    {
        { Trials: 0 } => "no trials",
        { Errors: 0 } => $"0 of {Count(rate.Trials)} (at most {Percent(rate.Upper95)})",
        _ => $"{Count(rate.Errors)} of {Count(rate.Trials)}, {Percent(rate.Rate)} ({Hundredths(rate.Lower95)} to {Percent(rate.Upper95)})",
    };

    /// <summary>A count.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    public static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A table in Markdown.</summary>
    public static string Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows) =>
        $"{Row(head)}\n{Row(head.Select(_ => "---"))}\n{string.Concat(rows.Select(row => Row(row) + "\n"))}";

    private static string Hundredths(double share) => Number(100 * share, (100 * share) switch { 0 => "0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.0000" });

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
