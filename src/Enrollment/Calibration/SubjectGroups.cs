using Microsoft.VisualBasic.FileIO;

namespace AccessKiosk.Enrollment.Calibration;

/// <summary>Which group each person belongs to, for one or more attributes (age band, skin tone, glasses, site…).</summary>
/// <param name="Attributes">Attribute to person to group; an empty cell leaves the person out.</param>
public sealed record SubjectGroups(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Attributes)
{
    /// <summary>Reads a CSV whose first column is <c>subject</c> and whose other columns are attributes.</summary>
    /// <exception cref="CalibrationException">Names the bad line by number.</exception>
    public static SubjectGroups Parse(TextReader reader, string name)
    {
        using var csv = new TextFieldParser(reader) { Delimiters = [","], TrimWhiteSpace = true };
        try
        {
            var header = csv.ReadFields() ?? [];
            if (header.Length < 2 || !string.Equals(header[0], "subject", StringComparison.OrdinalIgnoreCase))
                throw new CalibrationException($"{name}, line 1: expected the columns 'subject' and at least one attribute.");
            if (header.Distinct(StringComparer.OrdinalIgnoreCase).Count() < header.Length || header.Contains(""))
                throw new CalibrationException($"{name}, line 1: a column's name is empty or given twice.");
            var groups = header.Skip(1).Select(_ => new Dictionary<string, string>(StringComparer.Ordinal)).ToArray();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var line = csv.LineNumber; csv.ReadFields() is { } cells; line = csv.LineNumber)
            {
                if (cells.Length != header.Length)
                    throw new CalibrationException($"{name}, line {line}: {cells.Length} columns; the first line has {header.Length}.");
                if (cells[0].Length == 0 || !seen.Add(cells[0]))
                    throw new CalibrationException($"{name}, line {line}: subject '{cells[0]}' is empty or given before.");
                for (var i = 1; i < cells.Length; i++)
                {
                    if (cells[i].Length > 0)
                        groups[i - 1].Add(cells[0], cells[i]);
                }
            }
            return new(header.Skip(1).Zip(groups).ToDictionary(
                pair => pair.First, pair => (IReadOnlyDictionary<string, string>)pair.Second, StringComparer.Ordinal));
        }
        catch (MalformedLineException e)
        {
            throw new CalibrationException($"{name}, line {e.LineNumber}: quotes do not match.", e);
        }
    }
}
