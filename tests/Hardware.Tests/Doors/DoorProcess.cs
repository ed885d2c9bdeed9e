using System.Diagnostics;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>Starts tests/Hardware.DoorProcess and sends it signals.</summary>
internal static class DoorProcess
{
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Hardware.DoorProcess"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public static void Signal(string name, Process process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
