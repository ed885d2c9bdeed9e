using System.Diagnostics;
using AccessKiosk.Enrollment;

namespace AccessKiosk.Lab.Figures;

/// <summary>Runs the project's own programs: each measurement in a process of its own, as somebody would who types it.</summary>
internal static class Programs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs this program.</summary>
    public static Task<string> LabAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, params int[] alsoGood) =>
        RunAsync(Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Lab"), arguments, cancellationToken, alsoGood);

    /// <summary>Runs the kiosk's program.</summary>
    public static Task<string> KioskAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(Path.Combine(AppContext.BaseDirectory, "AccessKiosk.Kiosk"), arguments, cancellationToken);

    /// <summary>Runs a program and gives what it printed.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it in good order, then by force.</param>
    /// <param name="alsoGood">Exit codes that are answers, beside 0.</param>
    /// <exception cref="InputException">It failed; with the last line of what it said.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, params int[] alsoGood)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            throw;
        }

        return process.ExitCode == 0 || alsoGood.Contains(process.ExitCode)
            ? await output
            : throw new InputException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {LastLine(await messages)}");
    }

    // Ctrl-C in a terminal reaches both; a signal to this process alone does not.
    private static async Task EndAsync(Process process)
    {
        using (Process.Start("kill", ["-TERM", $"{process.Id}"]))
        using (var patience = new CancellationTokenSource(Patience))
        {
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
}
