using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AccessKiosk.Lab.Figures;

/// <summary>Where a result comes from: the sources and the machine, without a name or path of either.</summary>
internal static class Provenance
{
    private static readonly string[] Sources = ["src", "tools", "native", "models", "bench/Matching", "bench/Faiss", "Directory.Packages.props"];

    /// <summary>The repository that the program was built in; null where it lies elsewhere.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The commit, with "+" where the sources differ from it; "unknown" without git.</summary>
    public static string Commit() => Root is null || Git(["rev-parse", "--short=10", "HEAD"]) is not { Length: > 0 } commit
        ? "unknown"
        : commit + (Git(["status", "--porcelain", "--", .. Sources]) is "" ? "" : "+");

    /// <summary>Processors, memory, operating system and run time.</summary>
    public static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? $"{RuntimeInformation.OSArchitecture} processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} × {model}, {memory:0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, inference on one thread of the processor");
    }

    /// <summary>The load average of the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string? Git(IEnumerable<string> arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root!, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
            return null;
        }
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "bench", "matching.sh")))
                return folder.FullName;
        return null;
    }
}
