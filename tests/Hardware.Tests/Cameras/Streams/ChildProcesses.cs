using System.Globalization;

namespace AccessKiosk.Hardware.Tests.Cameras.Streams;

/// <summary>Looks at processes through /proc.</summary>
internal static class ChildProcesses
{
    /// <summary>The children of a process, zombies included.</summary>
    public static IReadOnlyList<int> Of(int parent) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == parent)];

    public static bool Exists(int id) => Directory.Exists($"/proc/{id}");

    /// <summary>What every user may read of a process, and what its own user may: command line and environment.</summary>
    public static string Visible(int id) => Text($"/proc/{id}/cmdline") + Text($"/proc/{id}/environ");

    public static string CommandLine(int id) => Text($"/proc/{id}/cmdline");

    private static int? ParentOf(int id)
    {
        var line = Text($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal));
        return line is null ? null : int.Parse(line[5..], CultureInfo.InvariantCulture);
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path).Replace('\0', ' ');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
