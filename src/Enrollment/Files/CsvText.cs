using System.Buffers;

namespace AccessKiosk.Enrollment.Files;

/// <summary>Cells of a CSV (RFC 4180) that this program writes.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n;\t");

    /// <summary>A text as a cell that no spreadsheet takes for a formula.</summary>
    public static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = SpreadsheetText.Guard(text);
        return text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A line.</summary>
    public static string Line(params IEnumerable<string?> cells) => string.Join(',', cells.Select(Field)) + "\r\n";
}
