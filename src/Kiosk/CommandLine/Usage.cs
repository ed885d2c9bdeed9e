using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Answers a command line that cannot be understood: every fault, the nearest words there are, and where help is.</summary>
internal static class Usage
{
    public static int Refuse(ParseResult parsed, ParseErrorAction action)
    {
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            Terminal.SayError(message);
        // The library knows the nearest words, and writes them among the results.
        action.ShowHelp = false;
        using var suggestions = new StringWriter();
        parsed.Invoke(new() { Output = suggestions, Error = TextWriter.Null });
        if (suggestions.ToString().Trim() is { Length: > 0 } nearest)
            Terminal.Say(nearest);
        Terminal.Say($"For help: ./{Path(parsed.CommandResult)} --help");
        return ExitCode.BadInput;
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
