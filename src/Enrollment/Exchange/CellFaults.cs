using System.Text.RegularExpressions;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>What spreadsheets and other programs leave in a cell instead of what was meant.</summary>
internal static partial class CellFaults
{
    /// <summary>What is wrong with a cell as it is written; null for nothing.</summary>
    public static string? Of(string column, string cell) => cell switch
    {
        ['=', ..] => $"{column} is a formula: write its value",
        ['#', ..] when SpreadsheetError().IsMatch(cell) => $"{column} is {cell}, which a spreadsheet writes where a formula failed",
        _ when cell.Contains('\uFFFD', StringComparison.Ordinal) || Twice().IsMatch(cell) => $"{column} holds characters that were read in a wrong encoding: write the file anew as 'CSV UTF-8'",
        _ when column == PeopleColumns.Number && Shortened().IsMatch(cell) => $"number is {cell}: a spreadsheet has shortened it, format the column as text",
        _ => null,
    };

    /// <summary>A number without what spreadsheets add or take away: leading zeros, a decimal, blanks.</summary>
    public static string Loose(string key) => Decimal().Replace(string.Concat(key.Where(letter => !char.IsWhiteSpace(letter))), "").TrimStart('0');

    [GeneratedRegex(@"^#(N/A|N/D|NV|#+|[A-ZÄÖÜÉ/0-9]+[!?])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpreadsheetError();

    // UTF-8 that was taken for Windows-1252 and written as UTF-8 again.
    [GeneratedRegex(@"\u00C3[\u0080-\u00BF\u0152-\u0178\u2013-\u2122]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Twice();

    [GeneratedRegex(@"^\d([.,]\d+)?E\+\d+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shortened();

    [GeneratedRegex(@"[.,]0+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal();
}
