using AccessKiosk.Storage;
using Microsoft.VisualBasic.FileIO;

namespace AccessKiosk.Enrollment.Files;

/// <summary>A row of a CSV.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Cells">Its cells, without blanks and unseen characters around them; empty for a row that cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
public sealed record CsvRow(long Line, IReadOnlyList<string> Cells, string? Fault);

/// <summary>
/// A CSV that somebody else wrote (RFC 4180): separated by commas, semicolons or tabs, whichever the first line has most of; line
/// ends of any kind; a first line <c>sep=;</c>, empty lines before it and empty rows are passed over.
/// </summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The rows below.</param>
public sealed record CsvTable(IReadOnlyList<string> Header, IReadOnlyList<CsvRow> Rows)
{
    private const string Unmatched = "quotes do not match";
    private const string Separator = "sep=";

    /// <summary>Reads a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Its name, for the refusal.</param>
    /// <exception cref="InputException">It is no text that can be read, or its first line is not.</exception>
    public static CsvTable Parse(ReadOnlySpan<byte> content, string name)
    {
        var text = CsvEncoding.Text(content, name);
        var skipped = 0;
        string? delimiter = null;
        var (first, below) = Cut(text);
        for (; Said(first, ref delimiter); skipped++, (first, below) = Cut(text))
            text = below;

        delimiter ??= Likeliest(first);
        CsvLimits.Require(text, delimiter[0], skipped, name);
        using var csv = new TextFieldParser(new StringReader(text)) { Delimiters = [delimiter], TrimWhiteSpace = true, HasFieldsEnclosedInQuotes = true };
        var header = Read(csv, skipped);
        if (header.Fault is not null)
            throw new InputException($"{name}: line {header.Line}: {header.Fault}");
        var rows = new List<CsvRow>();
        while (!csv.EndOfData)
        {
            var row = Read(csv, skipped);
            if (row.Fault is not null || row.Cells.Any(cell => cell.Length > 0))
                rows.Add(row);
        }

        return new(header.Cells, rows);
    }

    // Whether a line before the columns' names is passed over: an empty one, and the one that says what separates cells.
    private static bool Said(string line, ref string? delimiter)
    {
        var bare = line.TrimStart('\uFEFF');
        if (delimiter is null && bare.Length == Separator.Length + 1 && bare.StartsWith(Separator, StringComparison.OrdinalIgnoreCase))
        {
            delimiter = bare[Separator.Length..];
            return true;
        }

        return Invisible.Trim(line).Length == 0;
    }

    private static CsvRow Read(TextFieldParser csv, int skipped)
    {
        var line = csv.LineNumber + skipped;
        try
        {
            return new(line, [.. (csv.ReadFields() ?? []).Select(Invisible.Trim)], null);
        }
        catch (MalformedLineException)
        {
            return new(line, [], Unmatched);
        }
    }

    private static (string First, string Below) Cut(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        if (end < 0)
            return (text, "");
        var next = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
        return (text[..end], text[next..]);
    }

    // Outside quotes: a column's name may hold any of them.
    private static string Likeliest(string header)
    {
        var plain = string.Concat(header.Split('"').Where((_, part) => part % 2 == 0));
        return ",;\t".MaxBy(one => plain.Count(letter => letter == one)).ToString();
    }
}
