using System.Diagnostics;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Lab.Demo;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Bench;

/// <summary>What open pages cost a camera loop that runs at its camera's pace.</summary>
/// <param name="Pages">Screens open.</param>
/// <param name="Pairs">Pairs of windows: one without pages, one with them.</param>
/// <param name="WindowSeconds">Length of a window.</param>
/// <param name="CameraFps">The camera's own rate.</param>
/// <param name="AloneFps">Median of the loop's frames a second without pages.</param>
/// <param name="WithPagesFps">Median with the pages open.</param>
/// <param name="Kept">Median over the pairs of (with pages ÷ without).</param>
/// <param name="KeptLow">First quartile of it: how far a busy machine makes the pairs differ.</param>
/// <param name="KeptHigh">Third quartile of it.</param>
/// <param name="AloneCores">Median of the processor cores that the whole program uses without pages.</param>
/// <param name="WithPagesCores">Median with the pages open; what reads them is part of the program here and counted too.</param>
/// <param name="PicturesPerSecond">Pictures that a page got a second.</param>
/// <param name="ResultMedianMs">Median of the time from a result to its arrival at a page.</param>
/// <param name="ResultP95Ms">95th percentile of it.</param>
internal sealed record PagesReport(
    int Pages, int Pairs, double WindowSeconds, double CameraFps, double AloneFps, double WithPagesFps, double Kept, double KeptLow, double KeptHigh,
    double AloneCores, double WithPagesCores, double PicturesPerSecond, double ResultMedianMs, double ResultP95Ms);

/// <summary>
/// Plays a recording through a whole kiosk at the camera's pace, in windows with and without screens open by turns. Each
/// pair is compared in itself: other load on the machine affects both.
/// </summary>
internal sealed class PagesBench(DemoSite site, string recording)
{
    private const int Results = 40;
    private static readonly TimeSpan BetweenResults = TimeSpan.FromMilliseconds(100);

    // Sockets open and close outside of what is measured.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    private readonly record struct Window(double Fps, double Cores);

    private readonly Lane _lane = site.Lane;

    /// <summary>Measures.</summary>
    /// <param name="pages">Screens to open.</param>
    /// <param name="pairs">Pairs of windows.</param>
    /// <param name="window">Length of a window.</param>
    /// <param name="step">Called after each window, and after the results.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PagesReport> RunAsync(int pages, int pairs, TimeSpan window, Action step, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var playing = Task.Run(() => _lane.Play(new() { Source = recording, Loop = true }, "bench", _ => end.IsCancellationRequested, cancellationToken), cancellationToken);
        var (alone, withPages) = (new List<Window>(), new List<Window>());
        var pictures = 0L;
        await LookAsync(window, cancellationToken);
        for (var pair = 0; pair < pairs; pair++)
        {
            // Now one first, now the other: what drifts with the machine drifts for both.
            foreach (var open in (bool[])[pair % 2 != 0, pair % 2 == 0])
            {
                var clients = open ? await OpenAsync(pages, cancellationToken) : [];
                await Task.Delay(Settling, cancellationToken);
                var before = clients.Sum(client => client.Pictures);
                (open ? withPages : alone).Add(await LookAsync(window, cancellationToken));
                pictures += clients.Sum(client => client.Pictures) - before;
                await CloseAsync(clients);
                step();
            }
        }

        var fps = _lane.Camera?.FramesPerSecond ?? 0;
        var results = await ResultsAsync(pages, cancellationToken);
        step();
        await end.CancelAsync();
        await playing;
        double[] kept = [.. withPages.Zip(alone, (one, other) => one.Fps / other.Fps)];
        return new(
            pages, pairs, window.TotalSeconds, fps, Median(alone, w => w.Fps), Median(withPages, w => w.Fps), Quantile(kept, 0.5), Quantile(kept, 0.25), Quantile(kept, 0.75),
            Median(alone, w => w.Cores), Median(withPages, w => w.Cores), pictures / (pages * pairs * window.TotalSeconds), Quantile(results, 0.5), Quantile(results, 0.95));
    }

    private static double Median(IEnumerable<Window> windows, Func<Window, double> value) => Quantile(windows.Select(value), 0.5);

    // Between two values the line that joins them.
    private static double Quantile(IEnumerable<double> values, double share) => values.QuantileCustom(share, QuantileDefinition.R7);

    private async Task<Window> LookAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        using var process = Process.GetCurrentProcess();
        var (began, frames, worked) = (Stopwatch.GetTimestamp(), _lane.Frames, process.TotalProcessorTime);
        await Task.Delay(length, cancellationToken);
        process.Refresh();
        // What passed, not what was asked for: a busy machine wakes up late.
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new((_lane.Frames - frames) / seconds, (process.TotalProcessorTime - worked).TotalSeconds / seconds);
    }

    private async Task<List<ScreenClient>> OpenAsync(int pages, CancellationToken cancellationToken)
    {
        var clients = new List<ScreenClient>();
        for (var page = 0; page < pages; page++)
            clients.Add(await ScreenClient.OpenAsync(site.Pages!.Address, _lane.Name, TimeProvider.System, cancellationToken));
        return clients;
    }

    private static async Task CloseAsync(List<ScreenClient> clients)
    {
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private async Task<List<double>> ResultsAsync(int pages, CancellationToken cancellationToken)
    {
        var clients = await OpenAsync(pages, cancellationToken);
        for (var i = 0; i < Results; i++)
        {
            await Task.Delay(BetweenResults, cancellationToken);
            _lane.View.Tell(ScreenResult.Denied, null);
        }

        await Task.Delay(BetweenResults, cancellationToken);
        await CloseAsync(clients);
        return [.. clients.SelectMany(client => client.ResultMs)];
    }
}
