using System.CommandLine;
using System.Text.RegularExpressions;
using AccessKiosk.Kiosk.Commands;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Commands;

namespace AccessKiosk.Kiosk.Tests.Documentation;

/// <summary>What the guides tell a reader to type exists.</summary>
public sealed partial class QuotedTests
{
    // Commands that the launcher answers itself.
    private static readonly string[] Launcher = ["setup", "test", "bundle", "clean", "help"];

    [Fact]
    public void Every_command_that_the_guides_quote_exists_with_its_options()
    {
        Assert.SkipUnless(Guide.Root is not null, "the sources are not here");
        var (kiosk, lab) = (KioskCommand.Create(), LabCommand.Create());
        var quoted = Guide.All.Where(guide => guide.Name != "CHANGELOG.md").SelectMany(guide => guide.Code.SelectMany(Commands).Select(line => (guide.Name, line))).ToList();
        Assert.NotEmpty(quoted);
        Assert.Empty(quoted.Select(q => (q.Name, q.line, Fault: Fault(q.line.StartsWith("lab", StringComparison.Ordinal) || q.line.StartsWith("demo", StringComparison.Ordinal) ? lab : kiosk, q.line))).Where(q => q.Fault is not null).Select(q => $"{q.Name}: kiosk {q.line}: {q.Fault}"));
    }

    [Fact]
    public void Every_setting_that_the_guides_quote_exists()
    {
        Assert.SkipUnless(Guide.Root is not null, "the sources are not here");
        var settings = SettingCatalogue.All.SelectMany(setting => WithSections(setting.Path)).Distinct(StringComparer.Ordinal);
        Regex[] known = [.. settings.Select(path => new Regex($"^{Regex.Escape(path).Replace("\\{name}", "[^:]+", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))];
        var sections = SettingCatalogue.All.Select(setting => setting.Path.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Guide.All.Where(guide => guide.Name != "CHANGELOG.md").SelectMany(guide => guide.Code.SelectMany(code => Setting().Matches(code)).Select(match => (guide.Name, match.Groups["key"].Value)))
            .Where(quoted => sections.Contains(quoted.Value.Split(':')[0]) && !known.Any(setting => setting.IsMatch(quoted.Value)))
            .Select(quoted => $"{quoted.Name}: {quoted.Value}").Distinct(StringComparer.Ordinal));
    }

    // Up to a comment.
    private static IEnumerable<string> Commands(string code) => Command().Matches(code.Split('#')[0]).Select(match => match.Groups["rest"].Value);

    // A setting and the sections that it lies in: Doors:{name}:Relay, Doors:{name}.
    private static IEnumerable<string> WithSections(string path)
    {
        var parts = path.Split(':');
        return Enumerable.Range(1, parts.Length).Select(length => string.Join(':', parts.Take(length)));
    }

    // Words down to the innermost command, then options: values and placeholders may be anything.
    private static string? Fault(Command root, string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || Launcher.Contains(words[0], StringComparer.Ordinal))
            return null;
        var command = root;
        foreach (var word in words.Select(word => word.Trim('[', ']', ',', '.', ')', '(')))
        {
            if (word.StartsWith('-'))
            {
                if (word.Length > 1 && !Options(root, command).Contains(word.Split('=')[0], StringComparer.Ordinal))
                    return $"there is no option {word}";
            }
            else if (command.Subcommands.FirstOrDefault(child => child.Name == word || child.Aliases.Contains(word)) is { } child)
                command = child;
            else if (command == root && word is not ("…" or "X"))
                return $"there is no command {word}";
        }

        return null;
    }

    private static IEnumerable<string> Options(Command root, Command command) =>
        command.Options.Concat(root.Options).SelectMany(option => option.Aliases.Append(option.Name));

    // Up to a pipe, or the next command of the line.
    [GeneratedRegex(@"(^|\s)(\./)?kiosk (?<rest>[^|;&>]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"(^|[\s(])(--set )?(?<key>[A-Z]\w+(:[\w{}-]+)+)(?=$|[=\s),;])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
