using System.Text.RegularExpressions;

namespace AccessKiosk.Kiosk.Tests.Documentation;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_link_of_the_guides_leads_to_a_file_and_a_heading_that_exist()
    {
        Assert.SkipUnless(Guide.Root is not null, "the sources are not here");
        Assert.NotEmpty(Guide.All);
        Assert.Empty(Guide.All.SelectMany(guide => guide.Links.Select(link => (guide, link)))
            .Where(l => !l.link.Contains("://", StringComparison.Ordinal) && !Resolves(l.guide, l.link))
            .Select(l => $"{l.guide.Name}: {l.link}"));
    }

    [Fact]
    public void Every_guide_that_the_sources_name_exists()
    {
        Assert.SkipUnless(Guide.Root is not null, "the sources are not here");
        string[] folders = ["src", "tests", "tools", "deploy", "native", "bench"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Guide.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".sh" or ".h" or ".cpp" or ".service" or ".conf");
        Assert.Empty(files.SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(named => (file, named.Value)))
            .Where(n => !File.Exists(Path.Combine(Guide.Root, n.Value)))
            .Select(n => $"{Path.GetRelativePath(Guide.Root, n.file)}: {n.Value}"));
    }

    [Fact]
    public void The_index_names_every_guide()
    {
        Assert.SkipUnless(Guide.Root is not null, "the sources are not here");
        var index = Guide.At(Path.Combine(Guide.Root, "docs", "README.md"))!;
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Guide.Root, "docs"), "*.md").Select(file => Path.GetFileName(file)).Except([.. index.Links, "README.md"], StringComparer.Ordinal));
    }

    private static bool Resolves(Guide guide, string link)
    {
        var (file, anchor) = link.Split('#') is [var f, var a] ? (f, a) : (link, "");
        var target = file.Length == 0 ? guide.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(guide.Path)!, file));
        return anchor.Length == 0 ? Path.Exists(target) : Guide.At(target)?.Anchors.Contains(anchor, StringComparer.Ordinal) == true;
    }

    [GeneratedRegex(@"\bdocs/[\w/-]+\.\w{2,4}\b", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
