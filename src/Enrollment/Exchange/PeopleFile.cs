using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>A table of people that came from another system.</summary>
public sealed class PeopleFile
{
    private readonly Dictionary<string, int> _columns;

    private PeopleFile(CsvTable table, Dictionary<string, int> columns, IReadOnlyList<string> unread) => (Rows, _columns, Unread) = (table.Rows, columns, unread);

    /// <summary>The rows below the columns' names.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Columns that say nothing to the kiosk, as they are written.</summary>
    public IReadOnlyList<string> Unread { get; }

    internal int Width { get; private init; }

    /// <summary>Reads a file.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Its name, for the refusal.</param>
    /// <exception cref="InputException">It is no such table, or names nobody.</exception>
    public static PeopleFile Parse(ReadOnlySpan<byte> content, string name)
    {
        var table = CsvTable.Parse(content, name);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var unread = new List<string>();
        foreach (var (index, header) in table.Header.Index())
        {
            var column = PeopleColumns.Plain(header);
            if (!PeopleColumns.In.Contains(column, StringComparer.Ordinal))
            {
                if (header.Length > 0 && !PeopleColumns.Shown.Contains(column, StringComparer.Ordinal))
                    unread.Add(header);
            }
            else if (!columns.TryAdd(column, index))
            {
                throw new InputException($"{name}: the column '{column}' is given twice.");
            }
        }

        if (!columns.ContainsKey(PeopleColumns.Number))
            throw new InputException($"{name}: the column '{PeopleColumns.Number}' is missing; the first line names the columns: {string.Join(", ", PeopleColumns.In)} (all but '{PeopleColumns.Number}' may be left out).");
        if (table.Rows.Count == 0)
            throw new InputException($"{name} names nobody.");
        return new(table, columns, unread) { Width = table.Header.Count };
    }

    /// <summary>Whether the file has a column; what it has none for is left as it is.</summary>
    internal bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>A cell as it is written; empty where there is no such column.</summary>
    internal string Raw(CsvRow row, string column) => _columns.TryGetValue(column, out var index) && index < row.Cells.Count ? row.Cells[index] : "";

    /// <summary>Every cell that is read.</summary>
    internal IEnumerable<(string Column, string Cell)> Cells(CsvRow row) => _columns.Keys.Select(column => (column, Raw(row, column)));
}
