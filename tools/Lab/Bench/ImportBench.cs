using System.Diagnostics;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Lab.Demo;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Bench;

/// <summary>What an import costs a camera loop that runs at its camera's pace, and the memory of the process after some.</summary>
/// <param name="People">People in the import.</param>
/// <param name="Pictures">Their pictures.</param>
/// <param name="Pairs">Pairs of windows: one without an import, one with it.</param>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="CameraFps">The camera's own rate.</param>
/// <param name="AloneFps">Median of the loop's frames a second without an import.</param>
/// <param name="WithImportFps">Median while pictures are read.</param>
/// <param name="Kept">Median over the pairs of (with ÷ without).</param>
/// <param name="KeptLow">First quartile of it.</param>
/// <param name="KeptHigh">Third quartile of it.</param>
/// <param name="BeforeMb">Memory of the process before the first import, MB.</param>
/// <param name="AfterMb">Memory after each whole import, when nothing has been read for a while, MB.</param>
internal sealed record ImportCost(
    int People, int Pictures, int Pairs, double WindowSeconds, double CameraFps, double AloneFps, double WithImportFps, double Kept, double KeptLow, double KeptHigh,
    double BeforeMb, IReadOnlyList<double> AfterMb);

/// <summary>Plays a recording through a whole kiosk while the pictures of an import are read, by turns with windows without. Nothing is stored.</summary>
internal sealed class ImportBench(DemoSite site, string recording, ImportPeople plan)
{
    private const double Megabyte = 1 << 20;
    private const int Imports = 4;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    // Longer than what was taken is kept for the next picture.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>How often the step is called for a number of pairs.</summary>
    public static int Steps(int pairs) => 2 * pairs + Imports;

    /// <summary>Measures.</summary>
    /// <param name="pairs">Pairs of windows.</param>
    /// <param name="window">Length of a window.</param>
    /// <param name="step">Called after each window and each import.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImportCost> RunAsync(int pairs, TimeSpan window, Action step, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var playing = Task.Run(() => site.Lane.Play(new() { Source = recording, Loop = true }, "bench", _ => end.IsCancellationRequested, cancellationToken), cancellationToken);
        await RateAsync(window, cancellationToken);
        var before = Memory();
        var (alone, with) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < pairs; pair++)
        {
            // Now one first, now the other: what drifts with the machine drifts for both.
            foreach (var isImporting in (bool[])[pair % 2 != 0, pair % 2 == 0])
            {
                (isImporting ? with : alone).Add(isImporting ? await ImportingAsync(window, cancellationToken) : await AloneAsync(window, cancellationToken));
                step();
            }
        }

        var after = new List<double>();
        for (var import = 0; import < Imports; import++)
        {
            await site.ReviewAsync(plan, cancellationToken);
            await Task.Delay(Quiet, cancellationToken);
            after.Add(Memory());
            step();
        }

        var fps = site.Lane.Camera?.FramesPerSecond ?? 0;
        await end.CancelAsync();
        await playing;
        double[] kept = [.. with.Zip(alone, (one, other) => one / other)];
        return new(
            plan.People.Count, plan.People.Sum(one => one.Pictures.Count), pairs, window.TotalSeconds, fps, Quantile(alone, 0.5), Quantile(with, 0.5),
            Quantile(kept, 0.5), Quantile(kept, 0.25), Quantile(kept, 0.75), before, after);
    }

    private static double Quantile(IEnumerable<double> values, double share) => values.QuantileCustom(share, QuantileDefinition.R7);

    private static double Memory()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Round(process.WorkingSet64 / Megabyte, 1);
    }

    private async Task<double> AloneAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        await Task.Delay(Settling, cancellationToken);
        return await RateAsync(window, cancellationToken);
    }

    private async Task<double> ImportingAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var importing = Task.Run(
            async () =>
            {
                while (true)
                    await site.ReviewAsync(plan, stop.Token);
            },
            stop.Token);
        await Task.Delay(Settling, cancellationToken);
        var rate = await RateAsync(window, cancellationToken);
        await stop.CancelAsync();
        await importing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return importing.IsFaulted ? throw importing.Exception!.InnerException! : rate;
    }

    private async Task<double> RateAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var (began, frames) = (Stopwatch.GetTimestamp(), site.Lane.Frames);
        await Task.Delay(length, cancellationToken);
        return (site.Lane.Frames - frames) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
