using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Import;

/// <summary>Who is to be imported, by the rule of <see cref="ImportNames"/>, in an order that is the same at every run.</summary>
public static class ImportPlan
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, MaxRecursionDepth = 16, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    private static readonly EnumerationOptions Flat = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };

    /// <summary>The people whose pictures lie below a folder. The name of a person's folder, or of the files, is name and staff number; where two folders have one name, the staff number is the path.</summary>
    /// <exception cref="InputException">There is no such folder, or nobody in it.</exception>
    public static ImportPeople Folders(DirectoryInfo root)
    {
        var found = Pictures(root);
        var numbers = found.People.Keys.GroupBy(owner => owner.Split('/')[^1], StringComparer.OrdinalIgnoreCase).Where(same => same.Skip(1).Any()).SelectMany(same => same).ToHashSet(StringComparer.Ordinal);
        ImportEntry[] people = [.. found.People.OrderBy(person => person.Key, StringComparer.Ordinal).Select(person => new ImportEntry(
            person.Key, person.Value,
            new() { Name = ImportNames.NameOf(person.Key), ExternalId = numbers.Contains(person.Key) ? person.Key : person.Key.Split('/')[^1] },
            ConsentDecision.Granted))];
        return people.Length > 0
            ? new(people, found.LeftOut)
            : throw new InputException($"Nobody's pictures are in {root.FullName}: one folder of pictures a person is wanted, named after the person.{Because(found.LeftOut)}");
    }

    /// <summary>The people of a CSV; see <see cref="ImportCsv"/>.</summary>
    /// <param name="root">The folder of folders.</param>
    /// <param name="csv">The table.</param>
    /// <param name="zone">The site's time zone, for dates.</param>
    /// <exception cref="InputException">Every fault of the file, a line each.</exception>
    public static ImportPeople Csv(DirectoryInfo root, FileInfo csv, TimeZoneInfo zone)
    {
        var found = Pictures(root);
        return new(ImportCsv.Read(csv, root, found.People, zone), found.LeftOut);
    }

    private static string Because(IReadOnlyList<SkippedPicture> leftOut) => leftOut is [var first, ..] ? $" {first.File}: {first.Reason}." : "";

    private static (Dictionary<string, List<FileInfo>> People, List<SkippedPicture> LeftOut) Pictures(DirectoryInfo root)
    {
        if (!root.Exists)
            throw new InputException($"No folder {root.FullName}.");
        var files = root.EnumerateFiles("*", Everything).Select(file => (File: file, Path: Path.GetRelativePath(root.FullName, file.FullName)))
            .Where(one => !one.Path.Split(Path.DirectorySeparatorChar).Any(ImportNames.IsOfSystem))
            .OrderBy(one => one.Path, StringComparer.Ordinal).ToList();
        var (owned, leftOut) = (new List<(string Owner, FileInfo File)>(), new List<SkippedPicture>());
        foreach (var (file, path) in files)
        {
            var folder = Path.GetDirectoryName(path) ?? "";
            if (EnrollmentSource.WhyNoPicture(file) is { } reason)
            {
                if (reason.Length > 0)
                    leftOut.Add(new(folder, file.Name, reason));
            }
            else if (ImportNames.OwnerOf(path) is { } owner)
            {
                owned.Add((owner, file));
            }
            else
            {
                leftOut.Add(new(folder, file.Name, "neither a folder nor the file's name says whose picture it is: put it into a folder named after the person"));
            }
        }

        // A folder without pictures is somebody who was forgotten.
        var people = root.EnumerateDirectories("*", Flat).Where(folder => !ImportNames.IsOfSystem(folder.Name) && !folder.EnumerateFileSystemInfos("*", Flat).Any())
            .Select(folder => ImportNames.Plain(folder.Name)).Distinct(StringComparer.Ordinal).ToDictionary(name => name, _ => new List<FileInfo>(), StringComparer.Ordinal);
        var shared = Shared([.. owned.Select(one => one.Owner).Concat(people.Keys)]);
        foreach (var (owner, file) in owned)
        {
            if (!people.TryGetValue(owner[shared..], out var pictures))
                people[owner[shared..]] = pictures = [];
            pictures.Add(file);
        }

        return (people, leftOut);
    }

    // Folders that lie around everybody say nothing about anybody.
    private static int Shared(string[] owners)
    {
        var length = 0;
        while (owners is [var first, _, ..] && first.IndexOf('/', length) is > 0 and var end && owners.All(owner => owner.StartsWith(first[..(end + 1)], StringComparison.Ordinal)))
            length = end + 1;
        return length;
    }
}
