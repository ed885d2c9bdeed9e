using System.Diagnostics;
using System.Globalization;
using AccessKiosk.PowerCut.Engines;

namespace AccessKiosk.PowerCut.Recording;

/// <summary>Runs an engine's workload in a process of its own under the preloaded recorder.</summary>
internal static class Recorder
{
    /// <summary>Returns every call; <paramref name="folder"/> then holds the workload's files.</summary>
    public static async Task<List<Step>> RecordAsync(
        IEngine engine, string folder, string log, int seed, int count, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                typeof(Recorder).Assembly.Location,
                "work",
                engine.Name,
                folder,
                seed.ToString(CultureInfo.InvariantCulture),
                count.ToString(CultureInfo.InvariantCulture),
            },
            Environment =
            {
                ["LD_PRELOAD"] = Path.Combine(AppContext.BaseDirectory, "libpowercut.so"),
                ["POWERCUT_ROOT"] = folder,
                ["POWERCUT_LOG"] = log,
            },
        };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var faults = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        await printed;
        return process.ExitCode == 0
            ? RecordingFile.Read(log)
            : throw new PowerCutException($"The workload of {engine.Name} ended with {process.ExitCode}: {await faults}");
    }
}
