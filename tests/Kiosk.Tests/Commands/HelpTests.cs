namespace AccessKiosk.Kiosk.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => 
    [
        "", "demo", "lab", "run", "doctor", "addresses", "detect", "embed", "enrol", "import", "people", "people list", "people pin", "identify", "verify", "backup", "restore", "audit", "keys", "privacy", "lab replay", "lab bench", "lab soak",
        "doors", "doors lines", "lab evaluate", "lab evaluate verification", "lab evaluate identification", "lab evaluate liveness", "calibrate", "lab calibrate liveness", "timeline",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_says_what_it_does_and_what_each_option_is_for(string command)
    {
        var help = (await KioskProgram.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Exited(0).Output;
        var lines = help.Split('\n');
        Assert.True(lines[1].Trim().Length > 20, help);
        Assert.Contains($"kiosk {command}".TrimEnd(), help, StringComparison.Ordinal);
        // An option's line has its name and, in the second column, a sentence.
        Assert.All(lines.Where(line => line.StartsWith("  -", StringComparison.Ordinal)), line => Assert.Matches(@"^  -.*?\s{2,}\S+ \S+", line));
    }

    [Fact]
    public async Task The_overview_names_every_command_of_the_installed_program()
    {
        var help = (await KioskProgram.RunAsync("--help")).Exited(0).Output;
        Assert.All(Commands.Select(row => row.Data.Split(' ')[0]).Where(name => name is not ("" or "demo" or "lab")), name => Assert.Matches($"\n  {name}[ ,]", help));
    }

    [Fact]
    public async Task The_overview_shows_commands_in_groups()
    {
        var help = (await KioskProgram.RunAsync("--help")).Exited(0).Output;
        int[] places = [.. new[] { "Daily use:", "  run", "Enrollment:", "  people", "Operation:", "  backup", "Accuracy:", "  calibrate" }.Select(word => help.IndexOf($"\n{word}", StringComparison.Ordinal))];
        Assert.All(places, place => Assert.True(place > 0, help));
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("list", "people")]
    [InlineData("accept", "people", "renewals")]
    [InlineData("rotate", "keys")]
    [InlineData("bench", "lab")]
    [InlineData("liveness", "lab", "evaluate")]
    public async Task A_command_without_its_subcommand_lists_what_there_is(string child, params string[] arguments)
    {
        var result = (await KioskProgram.RunAsync(arguments)).Exited(0);
        Assert.Matches($@"\n  {child}\b", result.Output);
        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("doctor", "docter")]
    [InlineData("rename", "people", "rneme", "x", "y")]
    [InlineData("--json", "doctor", "--jsn")]
    [InlineData("replay", "lab", "repaly")]
    public async Task A_mistyped_word_is_answered_with_the_nearest_one(string meant, params string[] arguments)
    {
        var result = (await KioskProgram.RunAsync(arguments)).Exited(2);
        Assert.Empty(result.Output);
        Assert.Matches($@"Did you mean [^\n]*\n{meant}\n", result.Errors);
        Assert.DoesNotContain("Required command", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kiosk", "fly")]
    [InlineData("kiosk detect", "detect")]
    [InlineData("kiosk verify", "verify", "a.jpg")]
    [InlineData("kiosk detect", "detect", "a.jpg", "--provider", "abacus")]
    [InlineData("kiosk lab evaluate verification", "lab", "evaluate", "verification", "--images", "/tmp")]
    [InlineData("kiosk lab evaluate verification", "lab", "evaluate", "verification", "--images", "/tmp", "--all-pairs", "--pairs", "list.txt")]
    public async Task A_command_line_that_is_not_understood_is_refused_with_the_way_to_the_help(string command, params string[] arguments)
    {
        var result = (await KioskProgram.RunAsync(arguments)).Exited(2);
        Assert.Empty(result.Output);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"./{command} --help", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_one_line() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", (await KioskProgram.RunAsync("--version")).Exited(0).Output);
}
