using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>
/// A CSV of people (<see cref="CsvTable"/>) with a first line of column names. <c>folder</c> (below the import's folder)
/// is needed; <c>name</c>, <c>external_id</c>, <c>note</c>, <c>valid_from</c>, <c>valid_until</c> and <c>consent</c>
/// (yes or no) may follow in any order.
/// </summary>
public static class ImportCsv
{
    private const string Folder = "folder";
    private static readonly string[] Known = [Folder, "name", "external_id", "note", "valid_from", "valid_until", "consent"];

    /// <summary>Reads the file; nothing is imported from one with faults.</summary>
    /// <param name="file">The file, UTF-8.</param>
    /// <param name="root">The folder that its folders lie in.</param>
    /// <param name="people">The pictures in it, by their owner.</param>
    /// <param name="zone">The site's time zone: a date alone in valid_until is valid to the end of that day there.</param>
    /// <exception cref="InputException">Every fault, a line each.</exception>
    internal static IReadOnlyList<ImportEntry> Read(FileInfo file, DirectoryInfo root, Dictionary<string, List<FileInfo>> people, TimeZoneInfo zone)
    {
        if (!file.Exists)
            throw new InputException($"No such file: {file.FullName}");
        var (name, table) = (file.Name, CsvTable.Parse(File.ReadAllBytes(file.FullName), file.Name));
        var faults = new List<string>();
        var columns = Columns(table.Header, name);
        var entries = new List<ImportEntry>();
        var seen = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, cells, fault) in table.Rows)
        {
            try
            {
                var entry = fault is not null ? throw new InputException(fault)
                    : cells.Count == table.Header.Count ? Entry(cells, columns, root, people, zone)
                    : throw new InputException($"{cells.Count} columns; the first line has {table.Header.Count}");
                if (!seen.TryAdd(entry.Person.ExternalId!, line))
                    faults.Add($"line {line}: '{entry.Person.ExternalId}' is given in line {seen[entry.Person.ExternalId!]} already");
                entries.Add(entry);
            }
            catch (InputException refused)
            {
                faults.Add($"line {line}: {refused.Message}");
            }
        }
        if (faults.Count > 0)
            throw new InputException($"{name}: {string.Join($"{Environment.NewLine}  ", faults)}");
        return entries.Count > 0 ? entries : throw new InputException($"{name} names nobody.");
    }

    private static Dictionary<string, int> Columns(IReadOnlyList<string> header, string name)
    {
        // Spreadsheets write the columns beside the table too, without a name.
        var named = header.Index().Where(column => column.Item.Length > 0).ToList();
        var unknown = named.Select(column => column.Item).Where(h => !Known.Contains(h, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (unknown.Length > 0)
            throw new InputException($"{name}: the column {string.Join(", ", unknown.Select(u => $"'{u}'"))} is not known; known are {string.Join(", ", Known)}.");
        if (named.GroupBy(column => column.Item, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"{name}: the column '{twice.Key}' is given twice.");
        return header.Contains(Folder, StringComparer.OrdinalIgnoreCase)
            ? named.ToDictionary(c => c.Item, c => c.Index, StringComparer.OrdinalIgnoreCase)
            : throw new InputException($"{name}: the column '{Folder}' is missing; its first line must name the columns: {string.Join(", ", Known)} (all but '{Folder}' may be left out).");
    }

    // By the whole path, or by the last name where only one folder has it, whatever its case.
    private static List<FileInfo>? Find(string folder, Dictionary<string, List<FileInfo>> people)
    {
        if (people.TryGetValue(folder, out var exact))
            return exact;
        var likely = people.Where(person => person.Key.Equals(folder, StringComparison.OrdinalIgnoreCase)).ToList();
        if (likely.Count == 0)
            likely = [.. people.Where(person => $"/{person.Key}".EndsWith($"/{folder}", StringComparison.OrdinalIgnoreCase) || $"/{folder}".EndsWith($"/{person.Key}", StringComparison.OrdinalIgnoreCase))];
        return likely is [var only] ? only.Value
            : likely.Count == 0 ? null
            : throw new InputException($"the folder '{folder}' could be {string.Join(" or ", likely.Select(person => $"'{person.Key}'"))}: write which");
    }

    private static ImportEntry Entry(
        IReadOnlyList<string> cells, Dictionary<string, int> columns, DirectoryInfo root, Dictionary<string, List<FileInfo>> people, TimeZoneInfo zone)
    {
        var folder = Cell(Folder) ?? throw new InputException("the folder is empty");
        var path = new DirectoryInfo(Path.GetFullPath(Path.Combine(root.FullName, folder)));
        if (!path.FullName.StartsWith(Path.TrimEndingDirectorySeparator(root.FullName) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InputException($"the folder '{folder}' is not below {root.FullName}");
        var pictures = Find(ImportNames.Plain(folder), people);
        return new(
            folder,
            pictures ?? (path.Exists ? PictureFolder.List(path) : []),
            new()
            {
                Name = Cell("name") ?? ImportNames.NameOf(ImportNames.Plain(folder)), ExternalId = Cell("external_id") ?? folder, Note = Cell("note"),
                ValidFrom = DateInput.From(Cell("valid_from"), zone), ValidUntil = DateInput.Until(Cell("valid_until"), zone),
            },
            Decision())
        {
            IsMissing = pictures is null && !path.Exists,
        };

        string? Cell(string column) => columns.TryGetValue(column, out var i) && cells[i].Length > 0 ? cells[i] : null;

        ConsentDecision? Decision() => (columns.ContainsKey("consent") ? Cell("consent") : "yes") switch
        {
            null => null,
            { } yes when yes.Equals("yes", StringComparison.OrdinalIgnoreCase) => ConsentDecision.Granted,
            { } no when no.Equals("no", StringComparison.OrdinalIgnoreCase) => ConsentDecision.Declined,
            var other => throw new InputException($"consent is '{other}': write yes or no, or leave it empty where nobody asked"),
        };
    }
}
