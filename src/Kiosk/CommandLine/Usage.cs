using System.CommandLine;
using System.CommandLine.Parsing;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Answers a command line that cannot be understood: every fault, and where help is; not the whole help.</summary>
internal static class Usage
{
    public static int Refuse(ParseResult parsed)
    {
        foreach (var message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            Terminal.SayError(message);
        Terminal.Say($"For help: ./{Path(parsed.CommandResult)} --help");
        return ExitCode.BadInput;
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : result.Command.Name;
}
