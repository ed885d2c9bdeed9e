using System.Diagnostics;
using AccessKiosk.Lab.Demo;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Bench;

/// <summary>What a load costs a camera loop that runs at its camera's pace.</summary>
/// <param name="Pairs">Pairs of windows: one without the load, one with it.</param>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="CameraFps">The camera's own rate.</param>
/// <param name="AloneFps">Median of the loop's frames a second without the load.</param>
/// <param name="LoadedFps">Median with it.</param>
/// <param name="Kept">Median over the pairs of (with ÷ without).</param>
/// <param name="KeptLow">First quartile of it: how far a busy machine makes the pairs differ.</param>
/// <param name="KeptHigh">Third quartile of it.</param>
internal sealed record FrameShare(int Pairs, double WindowSeconds, double CameraFps, double AloneFps, double LoadedFps, double Kept, double KeptLow, double KeptHigh);

/// <summary>Plays a recording through a whole kiosk at the camera's pace, in windows with and without a load by turns.</summary>
internal sealed class LoadedLoop(DemoSite site, string recording)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Measures while the recording plays.</summary>
    public async Task<T> PlayAsync<T>(Func<Task<T>> measure, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var playing = Task.Run(() => site.Lane.Play(new() { Source = recording, Loop = true }, "bench", _ => end.IsCancellationRequested, cancellationToken), cancellationToken);
        try
        {
            return await measure();
        }
        finally
        {
            await end.CancelAsync();
            await playing;
        }
    }

    /// <summary>The share of the frame rate that is kept; the recording must play.</summary>
    /// <param name="load">Runs until it is cancelled.</param>
    /// <param name="pairs">Pairs of windows.</param>
    /// <param name="window">Length of a window.</param>
    /// <param name="step">Called after each window.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FrameShare> ShareAsync(Func<CancellationToken, Task> load, int pairs, TimeSpan window, Action step, CancellationToken cancellationToken)
    {
        await RateAsync(window, cancellationToken);
        var (alone, loaded) = (new List<double>(), new List<double>());
        for (var pair = 0; pair < pairs; pair++)
        {
            // Now one first, now the other: what drifts with the machine drifts for both.
            foreach (var isLoaded in (bool[])[pair % 2 != 0, pair % 2 == 0])
            {
                (isLoaded ? loaded : alone).Add(isLoaded ? await LoadedAsync(load, window, cancellationToken) : await AloneAsync(window, cancellationToken));
                step();
            }
        }

        double[] kept = [.. loaded.Zip(alone, (one, other) => one / other)];
        return new(
            pairs, window.TotalSeconds, site.Lane.Camera?.FramesPerSecond ?? 0, Quantile(alone, 0.5), Quantile(loaded, 0.5), Quantile(kept, 0.5), Quantile(kept, 0.25), Quantile(kept, 0.75));
    }

    private static double Quantile(IEnumerable<double> values, double share) => values.QuantileCustom(share, QuantileDefinition.R7);

    private async Task<double> AloneAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        await Task.Delay(Settling, cancellationToken);
        return await RateAsync(window, cancellationToken);
    }

    private async Task<double> LoadedAsync(Func<CancellationToken, Task> load, TimeSpan window, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loading = Task.Run(() => load(stop.Token), cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var rate = await RateAsync(window, cancellationToken);
        await stop.CancelAsync();
        await loading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return loading.IsFaulted ? throw loading.Exception!.InnerException! : rate;
    }

    private async Task<double> RateAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var (began, frames) = (Stopwatch.GetTimestamp(), site.Lane.Frames);
        await Task.Delay(length, cancellationToken);
        return (site.Lane.Frames - frames) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
