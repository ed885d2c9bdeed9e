using System.Runtime.CompilerServices;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AccessKiosk.Kiosk.Tests.Documentation;

/// <summary>A Markdown file of the repository.</summary>
internal sealed class Guide
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly MarkdownDocument _document;

    private Guide(string path) => (Path, _document) = (path, Markdown.Parse(File.ReadAllText(path), Pipeline));

    /// <summary>The repository; null where the tests run away from their sources.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The whole path.</summary>
    public string Path { get; }

    /// <summary>The path in the repository.</summary>
    public string Name => System.IO.Path.GetRelativePath(Root!, Path);

    /// <summary>Addresses that it links to or shows.</summary>
    public IEnumerable<string> Links => _document.Descendants<LinkInline>().Select(link => link.Url ?? "");

    /// <summary>What headings can be linked by.</summary>
    public IEnumerable<string> Anchors => _document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id ?? "");

    /// <summary>Everything set as code: each inline piece, each line of a block.</summary>
    public IEnumerable<string> Code =>
    [
        .. _document.Descendants<CodeInline>().Select(code => code.Content),
        // A line that ends in a backslash goes on.
        .. _document.Descendants<CodeBlock>().SelectMany(block => block.Lines.ToString().Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')),
    ];

    /// <summary>All files, or none where there are no sources.</summary>
    public static IReadOnlyList<Guide> All { get; } = Root is null ? [] : [.. Directory.EnumerateFiles(Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true })
        .Where(path => !System.IO.Path.GetRelativePath(Root, path).Split('/').Any(part => part is "artifacts" or "node_modules" || (part.StartsWith('.') && part != ".github")))
        .Order(StringComparer.Ordinal).Select(path => new Guide(path))];

    /// <summary>A guide by its whole path.</summary>
    public static Guide? At(string path) => All.FirstOrDefault(guide => guide.Path == path);

    private static string? FindRoot([CallerFilePath] string path = "")
    {
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "../../.."));
        return File.Exists(System.IO.Path.Combine(root, "README.md")) ? root : null;
    }
}
