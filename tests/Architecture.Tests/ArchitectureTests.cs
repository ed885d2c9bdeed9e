namespace AccessKiosk.Architecture.Tests;

/// <summary>The parts of the product know each other in one direction.</summary>
public sealed class ArchitectureTests
{
    private const int MostFiles = 15;
    private const int MostLines = 300;

    // From the bottom up; a project may use those before it, as far as the next table allows.
    private static readonly string[] Projects =
        ["Foundation", "Vision", "Liveness", "Storage", "Enrollment", "Hardware", "Recognition", "Access", "Web", "Kiosk", "Simulation", "Lab"];

    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Foundation"] = [],
        ["Vision"] = ["Foundation"],
        ["Storage"] = ["Foundation"],
        ["Liveness"] = ["Foundation", "Vision"],
        ["Hardware"] = ["Foundation", "Vision"],
        ["Enrollment"] = ["Foundation", "Vision", "Storage"],
        ["Recognition"] = ["Foundation", "Vision", "Liveness", "Storage", "Enrollment"],
        ["Access"] = ["Foundation", "Vision", "Liveness", "Storage", "Enrollment", "Hardware", "Recognition"],
        ["Web"] = ["Foundation", "Vision", "Liveness", "Storage", "Enrollment", "Hardware", "Recognition", "Access"],
        ["Kiosk"] = ["Foundation", "Vision", "Liveness", "Storage", "Enrollment", "Hardware", "Recognition", "Access", "Web"],
        ["Simulation"] = ["Foundation", "Vision"],
        ["Lab"] = Projects,
    };

    private static readonly string Repository = Find();

    private static readonly IReadOnlyDictionary<(string From, string To), string> Uses =
        TypeUses.OfNamespaces(Projects.Select(project => Path.Combine(AppContext.BaseDirectory, $"AccessKiosk.{project}.dll")));

    [Fact]
    public void No_project_uses_one_above_it()
    {
        Assert.NotEmpty(Uses);
        Assert.Empty(Uses
            .Where(use => Project(use.Key.From) != Project(use.Key.To) && !MayUse[Project(use.Key.From)].Contains(Project(use.Key.To), StringComparer.Ordinal))
            .Select(use => $"{use.Key.From} uses {use.Key.To}: {use.Value}"));
    }

    [Fact]
    public void No_namespaces_use_each_other_in_a_circle()
    {
        var next = Uses.Keys.ToLookup(use => use.From, use => use.To, StringComparer.Ordinal);
        Assert.Empty(next.Select(node => node.Key).Where(start => Reached(next, start).Contains(start)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_folder_holds_more_than_fifteen_source_files() =>
        Assert.Empty(Sources().GroupBy(file => Path.GetDirectoryName(file)!.Replace('\\', '/'), StringComparer.Ordinal)
            .Where(folder => folder.Count() > MostFiles)
            .Select(folder => $"{folder.Key}: {folder.Count()}"));

    [Fact]
    public void No_source_file_is_longer_than_three_hundred_lines() =>
        Assert.Empty(Sources()
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (File: file, Lines: File.ReadLines(Path.Combine(Repository, file)).Count()))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.File}: {file.Lines}"));

    private static HashSet<string> Reached(ILookup<string, string> next, string start)
    {
        var (reached, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(next[start]));
        while (open.TryPop(out var node))
            if (reached.Add(node))
                foreach (var further in next[node])
                    open.Push(further);
        return reached;
    }

    private static string Project(string ns) => ns.Split('.')[1];

    private static IEnumerable<string> Sources() =>
        new[] { "src", "tools" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AccessKiosk.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
