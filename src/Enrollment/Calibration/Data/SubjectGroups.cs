using Microsoft.VisualBasic.FileIO;

namespace AccessKiosk.Enrollment.Calibration.Data;

/// <summary>Which group each person belongs to, for one or more attributes (age band, skin tone, glasses, site…).</summary>
/// <param name="Attributes">Attribute to person to group; an empty cell leaves the person out.</param>
public sealed record SubjectGroups(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Attributes)
{
    /// <summary>Reads a CSV whose first column is <c>subject</c> and whose other columns are attributes.</summary>
    /// <exception cref="CalibrationException">Names the bad line by number.</exception>
    public static SubjectGroups Parse(TextReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var header = Cells(reader.ReadLine() ?? "", name, 1);
        if (header.Length < 2 || !string.Equals(header[0], "subject", StringComparison.OrdinalIgnoreCase))
            throw Bad(name, 1, "expected the columns 'subject' and at least one attribute");
        if (header.Distinct(StringComparer.OrdinalIgnoreCase).Count() < header.Length || header.Contains(""))
            throw Bad(name, 1, "a column's name is empty or given twice");
        var groups = header.Skip(1).ToDictionary(h => h, _ => new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var cells = Cells(text, name, line);
            if (cells.Length != header.Length)
                throw Bad(name, line, $"{cells.Length} columns; the first line has {header.Length}");
            if (cells[0].Length == 0 || !seen.Add(cells[0]))
                throw Bad(name, line, $"subject '{cells[0]}' is empty or given before");
            for (var i = 1; i < cells.Length; i++)
            {
                if (cells[i].Length > 0)
                    groups[header[i]].Add(cells[0], cells[i]);
            }
        }
        return new(groups.ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, string>)g.Value, StringComparer.Ordinal));
    }

    private static string[] Cells(string text, string name, int line)
    {
        using var csv = new TextFieldParser(new StringReader(text)) { Delimiters = [","], TrimWhiteSpace = true };
        try
        {
            return csv.ReadFields() ?? [];
        }
        catch (MalformedLineException e)
        {
            throw new CalibrationException($"{name}, line {line}: quotes do not match.", e);
        }
    }

    private static CalibrationException Bad(string name, int line, string what) => new($"{name}, line {line}: {what}.");
}
