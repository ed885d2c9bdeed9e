using System.Diagnostics;
using AccessKiosk.Hardware.Watchdogs;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>Starts tests/Hardware.DoorProcess and sends it signals.</summary>
internal static class DoorProcess
{
    public static Process Start(params string[] arguments) => Start(guard: null, arguments);

    /// <summary>Starts it with heartbeats.</summary>
    /// <param name="guard">The relay guard's socket.</param>
    /// <param name="arguments">The scenario.</param>
    public static Process Start(string? guard, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Hardware.DoorProcess"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ServiceWatch.GuardVariable] = guard ?? "";
        return Process.Start(start)!;
    }

    public static void Signal(string name, Process process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills it as no program can prepare for, and waits for its end.</summary>
    public static async Task KillAsync(Process process)
    {
        Signal("KILL", process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
