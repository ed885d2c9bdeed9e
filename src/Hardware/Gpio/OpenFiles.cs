using System.Globalization;

namespace AccessKiosk.Hardware.Gpio;

/// <summary>Looks through /proc for the processes that have a file open, as far as this user may see.</summary>
internal static class OpenFiles
{
    /// <summary>Processes as <c>name (pid)</c> with an open file whose link target satisfies <paramref name="wanted"/>; without this one.</summary>
    public static IReadOnlyList<string> HoldersOf(Func<string, bool> wanted)
    {
        var holders = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId && HasOpen(directory, wanted))
            {
                holders.Add($"{Name(directory)} ({id})");
            }
        }

        return holders;
    }

    private static bool HasOpen(string process, Func<string, bool> wanted)
    {
        try
        {
            return Directory.EnumerateFiles($"{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && wanted(target));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/comm").Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}
