using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>docs/door.md: the tables between the marks are made from the state machine.</summary>
public sealed class DoorDocumentTests
{
    private const string Begin = "<!-- made from DoorStateMachine: begin -->";
    private const string End = "<!-- made from DoorStateMachine: end -->";
    private const string Command = "KIOSK_WRITE_DOCS=1 dotnet run --project tests/Hardware.Tests -- -class '*DoorDocumentTests'";

    [Fact]
    public void The_tables_in_the_door_document_are_those_of_the_state_machine()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/door.md"));
        if (!File.Exists(path))
            Assert.Skip($"{path} is not here: the tests run away from their sources.");

        var text = File.ReadAllText(path);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{path} has lost its marks {Begin} and {End}.");
        var made = $"{text[..begin]}{Begin}\n\n{Tables()}\n{text[end..]}";
        if (Environment.GetEnvironmentVariable("KIOSK_WRITE_DOCS") == "1")
            File.WriteAllText(path, made);
        else
            Assert.True(made == text, $"{path} is stale. Write it again: {Command}");
    }

    private static string Tables()
    {
        var lines = new StringBuilder("### The lock\n\nThe door is closed, REX does not work the lock. An empty cell: nothing happens.\n\n");
        Table(lines, Enum.GetValues<DoorMode>(), mode => $"{mode}", mode => Walk.To(mode), state => $"{state.Mode}");
        lines.Append("\nWhere REX works the lock (`RexUnlocks`):\n\n");
        Table(lines, Enum.GetValues<DoorMode>(), mode => $"{mode}", mode => Walk.To(mode, Magnet()), state => $"{state.Mode}", DoorInput.RexPressed);
        lines.Append("\n### The leaf\n\n");
        Table(lines, Leaves, leaf => leaf.Name, leaf => leaf.Walk(), state => $"{state.Leaf}");
        lines.Append("\n### Time\n\n| when | what follows |\n| --- | --- |\n");
        foreach (var (when, walk, shown) in Deadlines())
            lines.Append(CultureInfo.InvariantCulture, $"| {when} | {Cell(walk, shown, () => walk.Wait(walk.NextDeadline!.Value - walk.Now))} |\n");

        return lines.ToString();
    }

    private static readonly (string Name, Func<Walk> Walk)[] Leaves =
    [
        ("Closed, locked", () => Walk.To(DoorLeaf.Closed)),
        ("Closed, unlocked", () => Walk.To(DoorMode.Unlocked)),
        ("Closed, REX pressed", Pressed),
        ("Open", () => Walk.To(DoorLeaf.Open)),
        ("HeldWarning", () => Walk.To(DoorLeaf.HeldWarning)),
        ("HeldAlarm", () => Walk.To(DoorLeaf.HeldAlarm)),
        ("Forced", () => Walk.To(DoorLeaf.Forced)),
    ];

    private static IEnumerable<(string When, Walk Walk, Func<DoorState, string> Shown)> Deadlines()
    {
        yield return ("Unlocked for `Pulse`", Walk.To(DoorMode.Unlocked), state => $"{state.Mode}");
        var opened = Walk.To(DoorMode.Unlocked);
        opened.Do(DoorInput.Opened);
        yield return ("Open for half a second while unlocked (`RelockOnOpen`)", opened, state => $"{state.Mode}");
        yield return ("Open for `HeldWarning`", Walk.To(DoorLeaf.Open), state => $"{state.Leaf}");
        yield return ("Open for `HeldAlarm`", Walk.To(DoorLeaf.HeldWarning), state => $"{state.Leaf}");
    }

    private static Walk Pressed()
    {
        var walk = new Walk();
        walk.Do(DoorInput.RexPressed);
        return walk;
    }

    private static DoorOptions Magnet()
    {
        var options = Walk.Standard;
        options.RexUnlocks = true;
        return options;
    }

    private static void Table<T>(StringBuilder lines, T[] columns, Func<T, string> name, Func<T, Walk> start, Func<DoorState, string> shown, params DoorInput[] inputs)
    {
        lines.Append(CultureInfo.InvariantCulture, $"| | {string.Join(" | ", columns.Select(name))} |\n| --- |{string.Concat(columns.Select(_ => " --- |"))}\n");
        foreach (var input in inputs.Length > 0 ? inputs : [.. Enum.GetValues<DoorInput>().Except([DoorInput.Tick])])
        {
            var cells = columns.Select(start).Select(walk => Cell(walk, shown, () => walk.Do(input)));
            lines.Append(CultureInfo.InvariantCulture, $"| **{input}** | {string.Join(" | ", cells)} |\n");
        }
    }

    private static string Cell(Walk walk, Func<DoorState, string> shown, Func<DoorActions> act)
    {
        var before = shown(walk.State);
        var actions = act();
        var after = shown(walk.State);
        string[] parts = [before == after ? "" : $"→ {after}", actions == DoorActions.None ? "" : $"*{actions}*"];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
