using System.Diagnostics;
using AccessKiosk.Kiosk.Demo;
using AccessKiosk.Kiosk.Session;

namespace AccessKiosk.Kiosk.Bench;

/// <summary>What open pages cost the camera loop.</summary>
/// <param name="Pages">Screens open.</param>
/// <param name="Rounds">Pairs of runs: without and with pages, in alternating order.</param>
/// <param name="Frames">Frames a run.</param>
/// <param name="AloneFps">Median of the loop's frames a second without pages, as fast as the machine goes.</param>
/// <param name="WithPagesFps">Median with the pages open.</param>
/// <param name="Kept">Median over the rounds of (with pages ÷ without).</param>
/// <param name="PicturesPerSecond">Pictures that a page got a second.</param>
/// <param name="ResultMedianMs">Median of the time from a result to its arrival at a page.</param>
/// <param name="ResultP95Ms">95th percentile of it.</param>
internal sealed record PagesReport(
    int Pages, int Rounds, int Frames, double AloneFps, double WithPagesFps, double Kept, double PicturesPerSecond, double ResultMedianMs, double ResultP95Ms);

/// <summary>Plays a recording through a whole kiosk as fast as it goes, with and without screens open: a stricter measure than a camera's own pace.</summary>
internal sealed class PagesBench(DemoSite site, string recording)
{
    private const int Results = 40;
    private static readonly TimeSpan BetweenResults = TimeSpan.FromMilliseconds(100);

    private readonly Lane _lane = site.Kiosk.Lanes[0];

    /// <summary>Runs the rounds.</summary>
    public async Task<PagesReport> RunAsync(int pages, int rounds, int frames, Action step, CancellationToken cancellation)
    {
        Play(frames, cancellation);
        step();
        var (alone, withPages, kept) = (new List<double>(), new List<double>(), new List<double>());
        var (pictures, seconds) = (0L, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            // What drifts with the machine drifts for both.
            foreach (var open in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                var clients = open ? await OpenAsync(pages, cancellation) : [];
                var fps = await Task.Run(() => Play(frames, cancellation), cancellation);
                (open ? withPages : alone).Add(fps);
                foreach (var client in clients)
                {
                    await client.DisposeAsync();
                    pictures += client.Pictures;
                    seconds += frames / fps;
                }

                step();
            }

            kept.Add(withPages[^1] / alone[^1]);
        }

        var results = await ResultsAsync(pages, cancellation);
        step();
        return new(pages, rounds, frames, Quantile(alone, 0.5), Quantile(withPages, 0.5), Quantile(kept, 0.5), pictures / seconds, Quantile(results, 0.5), Quantile(results, 0.95));
    }

    private static double Quantile(List<double> values, double share)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)(share * values.Count))];
    }

    private async Task<List<ScreenClient>> OpenAsync(int pages, CancellationToken cancellation)
    {
        var clients = new List<ScreenClient>();
        for (var page = 0; page < pages; page++)
            clients.Add(await ScreenClient.OpenAsync(site.Web!.Address, _lane.Name, site.Kiosk.Time, cancellation));
        return clients;
    }

    private double Play(int frames, CancellationToken cancellation)
    {
        var (count, first) = (0, 0L);
        _lane.Play(new() { Source = recording, Speed = Hardware.Cameras.PlaybackSpeed.Maximum, Loop = true }, "bench", _ =>
        {
            if (count++ == 0)
                first = Stopwatch.GetTimestamp();
            return count > frames;
        }, cancellation);
        return frames / Stopwatch.GetElapsedTime(first).TotalSeconds;
    }

    // While the loop works at a camera's pace, as it does at a door.
    private async Task<List<double>> ResultsAsync(int pages, CancellationToken cancellation)
    {
        var clients = await OpenAsync(pages, cancellation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var playing = Task.Run(() => _lane.Play(new() { Source = recording, Loop = true }, "bench", _ => end.IsCancellationRequested, cancellation), cancellation);
        for (var i = 0; i < Results; i++)
        {
            await Task.Delay(BetweenResults, cancellation);
            _lane.View.Tell(ScreenResult.Denied, null);
        }

        await Task.Delay(BetweenResults, cancellation);
        await end.CancelAsync();
        await playing;
        foreach (var client in clients)
            await client.DisposeAsync();
        return [.. clients.SelectMany(client => client.ResultMs)];
    }
}
