using System.CommandLine;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Names the values of options in the help by what they are: <c>--draw FILE</c> rather than <c>--draw draw</c>.</summary>
internal static class ValueNames
{
    /// <summary>Fills in what a command and those below it leave open.</summary>
    public static void Fill(Command command)
    {
        foreach (var option in command.Options.Where(option => option.HelpName is null && option.ValueType != typeof(bool)))
            option.HelpName = NameOf(option);
        foreach (var child in command.Subcommands)
            Fill(child);
    }

    // Null where the help lists the values that there are.
    private static string? NameOf(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type == typeof(FileInfo) ? "FILE"
            : type == typeof(DirectoryInfo) ? "DIR"
            : type == typeof(int) || type == typeof(double) ? "N"
            : type == typeof(DateOnly) || type == typeof(DateTimeOffset) ? "DATE"
            : type == typeof(string) && option.CompletionSources.Count == 0 ? "TEXT"
            : null;
    }
}
