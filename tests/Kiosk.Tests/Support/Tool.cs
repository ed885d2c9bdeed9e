using System.Diagnostics;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A program of the system that a test prepares its ground with.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end, silently.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
