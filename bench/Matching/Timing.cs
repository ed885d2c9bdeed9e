using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AccessKiosk.Bench.Matching;

/// <summary>Median and 95th percentile of one action's time, in milliseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Timing(double Median, double P95)
{
    /// <summary>Warms up for a second, so that the run time has compiled what is hot, then times each round by itself.</summary>
    public static Timing Of(int rounds, Action<int> action)
    {
        var warm = Stopwatch.StartNew();
        for (var i = 0; warm.Elapsed < TimeSpan.FromSeconds(1); i++)
            action(i % rounds);
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return new(times[rounds / 2], times[rounds * 95 / 100]);
    }
}
