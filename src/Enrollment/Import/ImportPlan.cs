using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Who is to be imported, in an order that is the same at every run.</summary>
public static class ImportPlan
{
    /// <summary>Every folder directly below one: its name is the person's name and external id.</summary>
    /// <exception cref="InputException">There is no such folder, or no folder in it.</exception>
    public static IReadOnlyList<ImportEntry> Folders(DirectoryInfo root)
    {
        Require(root);
        // LFW and many exports write names with underscores for spaces.
        ImportEntry[] entries = [.. Below(root)
            .Select(f => new ImportEntry(f, new() { Name = f.Name.Replace('_', ' ').Trim(), ExternalId = f.Name }, ConsentDecision.Granted))];
        return entries.Length > 0
            ? entries
            : throw new InputException($"No folders in {root.FullName}: one folder of pictures a person is wanted, named after the person.");
    }

    /// <summary>The people of a CSV; see <see cref="ImportCsv"/>.</summary>
    /// <exception cref="InputException">Every fault of the file, a line each.</exception>
    /// <param name="root">The folder of folders.</param>
    /// <param name="csv">The table.</param>
    /// <param name="zone">The site's time zone, for dates.</param>
    public static IReadOnlyList<ImportEntry> Csv(DirectoryInfo root, FileInfo csv, TimeZoneInfo zone)
    {
        Require(root);
        return ImportCsv.Read(csv, root, zone);
    }

    private static void Require(DirectoryInfo root)
    {
        if (!root.Exists)
            throw new InputException($"No folder {root.FullName}.");
    }

    private static IEnumerable<DirectoryInfo> Below(DirectoryInfo root) =>
        root.EnumerateDirectories().Where(f => !f.Name.StartsWith('.')).OrderBy(f => f.Name, StringComparer.Ordinal);
}
