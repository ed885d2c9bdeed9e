using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Runs a program's commands: invariant culture, stop signals, usage errors.</summary>
internal static class CommandRoot
{
    /// <summary>Parses the arguments and runs the command that they name.</summary>
    /// <param name="root">The program's command with its subcommands; a plain command, since a root command names itself after the program file.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Command root, string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var signals = new StopSignals();
        AnsiConsole.Console = Terminal.Results;
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption());
        ValueNames.Fill(root);
        var parsed = root.Parse(args);
        return parsed.Action is ParseErrorAction
            ? Usage.Refuse(parsed)
            : signals.Code(await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token));
    }
}
