using System.Diagnostics;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Lab.Demo;

namespace AccessKiosk.Lab.Bench;

/// <summary>What the process holds at one moment.</summary>
/// <param name="Seconds">Since the beginning.</param>
/// <param name="Frames">Frames processed so far.</param>
/// <param name="ManagedMb">The managed heap after a collection, MB.</param>
/// <param name="ResidentMb">Memory of the process, native parts included, MB.</param>
/// <param name="Handles">Open files.</param>
/// <param name="Threads">Threads.</param>
internal sealed record SoakSample(double Seconds, long Frames, double ManagedMb, double ResidentMb, int Handles, int Threads);

/// <summary>One figure over the time after the warm-up.</summary>
/// <param name="What">What it is.</param>
/// <param name="First">Its level at the warm-up's end, by the fitted line.</param>
/// <param name="Last">Its level at the end, by the fitted line.</param>
/// <param name="Allowed">How far it may have risen.</param>
/// <param name="IsFlat">Whether it stayed within that.</param>
internal sealed record SoakTrend(string What, double First, double Last, double Allowed, bool IsFlat);

/// <summary>What came of it.</summary>
internal sealed record SoakReport(double Seconds, long Frames, long Decisions, long Dropped, IReadOnlyList<SoakTrend> Trends, IReadOnlyList<SoakSample> Samples)
{
    /// <summary>Whether everything stayed flat after the warm-up; what was not measured or did nothing is not flat.</summary>
    public bool IsFlat => Trends.Count > 0 && Decisions > 0 && Trends.All(trend => trend.IsFlat);
}

/// <summary>Plays recordings at full speed through the whole kiosk, again and again, and watches what the process holds.</summary>
internal static class Soak
{
    private const double Megabyte = 1 << 20;
    private const double WarmUpShare = 0.3;

    /// <summary>Runs.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="length">For how long.</param>
    /// <param name="step">Told of every sample.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static SoakReport Run(KioskOptions options, TimeSpan length, Action<SoakSample> step, TimeProvider time, CancellationToken cancellationToken)
    {
        var events = new SceneEvents(new Nowhere());
        using var kiosk = SimulatedKiosk.Create(options, events);
        kiosk.Enrol([new("enrolled", new(DemoRecordings.Enrollment))], cancellationToken);
        var (began, pause) = (time.GetTimestamp(), length / 60);
        var samples = new List<SoakSample>();
        long decisions = 0;
        string[] recordings = [DemoRecordings.AnotherDay, DemoRecordings.Stranger, DemoRecordings.Enrollment];
        for (var i = 0; time.GetElapsedTime(began) < length; i++)
        {
            kiosk.Play(new() { Source = recordings[i % recordings.Length], Speed = PlaybackSpeed.Maximum }, "soak", _ => Look(), cancellationToken);
            decisions += events.Take();
        }

        return new(time.GetElapsedTime(began).TotalSeconds, kiosk.Frames, decisions, kiosk.Dropped, Trends(samples), samples);

        bool Look()
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed >= pause * (samples.Count + 1))
            {
                samples.Add(Sample(elapsed.TotalSeconds, kiosk.Frames));
                step(samples[^1]);
            }

            return elapsed >= length;
        }
    }

    /// <summary>A straight line through each figure after the warm-up: noise evens out, a leak does not.</summary>
    internal static IReadOnlyList<SoakTrend> Trends(IReadOnlyList<SoakSample> samples)
    {
        var kept = samples.Skip((int)(samples.Count * WarmUpShare)).ToList();
        return kept.Count < 3 ? [] :
        [
            Trend("managed memory, MB", sample => sample.ManagedMb, 4),
            Trend("memory, MB", sample => sample.ResidentMb, Math.Max(16, 0.05 * kept.Average(sample => sample.ResidentMb))),
            Trend("open files", sample => sample.Handles, 3),
            Trend("threads", sample => sample.Threads, 3),
        ];

        SoakTrend Trend(string what, Func<SoakSample, double> figure, double allowed)
        {
            var (x, y) = (kept.Average(sample => sample.Seconds), kept.Average(figure));
            var slope = kept.Sum(sample => (sample.Seconds - x) * (figure(sample) - y)) / kept.Sum(sample => (sample.Seconds - x) * (sample.Seconds - x));
            var (first, last) = (y + slope * (kept[0].Seconds - x), y + slope * (kept[^1].Seconds - x));
            return new(what, Math.Round(first, 1), Math.Round(last, 1), Math.Round(allowed, 1), last - first <= allowed);
        }
    }

    private static SoakSample Sample(double seconds, long frames)
    {
        using var process = Process.GetCurrentProcess();
        return new(
            Math.Round(seconds, 1), frames, Math.Round(GC.GetTotalMemory(forceFullCollection: true) / Megabyte, 2), Math.Round(process.WorkingSet64 / Megabyte, 1),
            Directory.GetFiles("/proc/self/fd").Length, process.Threads.Count);
    }

    private sealed class Nowhere : IEventSink
    {
        public void Publish(AccessEvent happened)
        {
            // What happens is counted before.
        }
    }
}
