using System.Diagnostics;
using MathNet.Numerics.Statistics;

namespace AccessKiosk.Lab.Bench;

/// <summary>Times of one stage over many frames.</summary>
internal sealed class StageTimes(string name, int capacity)
{
    private readonly double[] _milliseconds = new double[capacity];
    private int _count;

    /// <summary>The stage.</summary>
    public string Name { get; } = name;

    /// <summary>Adds the time since a timestamp and gives the present one, so that stages chain.</summary>
    public long Add(long since)
    {
        var now = Stopwatch.GetTimestamp();
        _milliseconds[_count++] = (now - since) * 1000.0 / Stopwatch.Frequency;
        return now;
    }

    /// <summary>The value that a share of the times does not exceed.</summary>
    public double Quantile(double share) => _milliseconds.Take(_count).QuantileCustom(share, QuantileDefinition.R1);
}
