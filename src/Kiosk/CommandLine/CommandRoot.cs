using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Makes and runs a program's command line: help in groups, invariant culture, stop signals, usage errors.</summary>
internal static class CommandRoot
{
    /// <summary>Makes the command <c>kiosk</c>: a plain one, since a root command names itself after the program file.</summary>
    /// <param name="description">One line for the help.</param>
    /// <param name="groups">The subcommands, in the order of the help.</param>
    public static Command Create(string description, IReadOnlyList<CommandGroup> groups)
    {
        var root = new Command("kiosk", description) { new VersionOption() };
        Overview.Add(root, groups);
        ValueNames.Fill(root);
        return root;
    }

    /// <summary>Parses the arguments and runs the command that they name.</summary>
    /// <param name="create">Makes the program's command; called once the culture is set.</param>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<Command> create, string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var signals = new StopSignals();
        AnsiConsole.Console = Terminal.Results;
        var parsed = create().Parse(args);
        return parsed.Action is ParseErrorAction refusal
            ? Usage.Refuse(parsed, refusal)
            : signals.Code(await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token));
    }
}
