using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness;

/// <summary>One moment of a track: what every cue said, and what followed from it.</summary>
/// <param name="Seconds">Since the track began.</param>
/// <param name="LogOdds">Sum of the evidence.</param>
/// <param name="Verdict">The verdict then.</param>
/// <param name="Cues">Each cue's reading.</param>
public readonly record struct EvidenceSample(float Seconds, float LogOdds, LivenessVerdict Verdict, CueReadings Cues);

/// <summary>
/// A track's evidence over time, for the reviewer. Numbers only. Memory is bounded: when it is full every second sample
/// goes and from then on half as many are kept.
/// </summary>
public sealed class EvidenceSeries
{
    private const int Capacity = 256;

    private readonly EvidenceSample[] _samples = new EvidenceSample[Capacity];
    private int _count, _stride = 1, _skipped;

    /// <summary>The samples, oldest first.</summary>
    public ReadOnlySpan<EvidenceSample> Samples => _samples.AsSpan(0, _count);

    internal void Add(in EvidenceSample sample)
    {
        if (_skipped++ % _stride != 0)
            return;
        if (_count == Capacity)
        {
            for (var i = 0; i < Capacity / 2; i++)
                _samples[i] = _samples[2 * i];
            (_count, _stride, _skipped) = (Capacity / 2, _stride * 2, 1);
        }

        _samples[_count++] = sample;
    }

    internal void Clear() => (_count, _stride, _skipped) = (0, 1, 0);
}
