using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Commands that belong together in the overview.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Commands">In the order in which they are shown.</param>
internal sealed record CommandGroup(string Title, params Command[] Commands);

/// <summary>The help: of the program itself its commands in groups, of any other command what the library writes.</summary>
internal sealed class Overview : SynchronousCommandLineAction
{
    private readonly Command _root;
    private readonly IReadOnlyList<CommandGroup> _groups;
    private readonly SynchronousCommandLineAction _standard;
    private readonly bool _isAskedFor;

    private Overview(Command root, IReadOnlyList<CommandGroup> groups, SynchronousCommandLineAction standard, bool isAskedFor) =>
        (_root, _groups, _standard, _isAskedFor) = (root, groups, standard, isAskedFor);

    /// <summary>--help takes precedence over faults of the line; without it a subcommand that does not exist is an error.</summary>
    public override bool ClearsParseErrors => _isAskedFor;

    /// <summary>Adds the groups' commands and the help; a command that only has subcommands answers with its help.</summary>
    public static void Add(Command root, IReadOnlyList<CommandGroup> groups)
    {
        foreach (var command in groups.SelectMany(group => group.Commands))
            root.Subcommands.Add(command);
        var help = new HelpOption();
        var standard = (SynchronousCommandLineAction)help.Action!;
        help.Action = new Overview(root, groups, standard, isAskedFor: true);
        root.Options.Add(help);
        ListChildren(root, new Overview(root, groups, standard, isAskedFor: false));
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command != _root)
            return _standard.Invoke(parseResult);
        AnsiConsole.WriteLine($"Description:\n  {_root.Description}\n\nUsage:\n  {_root.Name} <command> [options]    {_root.Name} <command> --help shows a command's options.");
        // One width for all groups, so that the descriptions stand in one column.
        var width = _root.Subcommands.Max(command => Names(command).Length);
        foreach (var group in _groups)
        {
            AnsiConsole.WriteLine($"\n{group.Title}:");
            var grid = new Grid().AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new(2, 0) }).AddColumn(new GridColumn { Padding = new(0, 0) });
            foreach (var command in group.Commands)
                grid.AddRow(new Text(Names(command)), new Text(FirstSentence(command.Description ?? "")));
            AnsiConsole.Write(grid);
        }

        return ExitCode.Success;
    }

    private static void ListChildren(Command command, CommandLineAction help)
    {
        if (command.Action is null && command.Subcommands.Count > 0)
            command.Action = help;
        foreach (var child in command.Subcommands)
            ListChildren(child, help);
    }

    private static string Names(Command command) => string.Join(", ", [command.Name, .. command.Aliases]);

    private static string FirstSentence(string description)
    {
        var end = description.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? description : description[..(end + 1)];
    }
}
