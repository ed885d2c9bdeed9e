using AccessKiosk.Liveness.Cues;

namespace AccessKiosk.Liveness.Blink;

/// <summary>
/// Counts blinks: the lids of an eye come below 0.75 of their usual distance and part again within half a second. A
/// blink refutes a still picture and nothing else; that none was seen says nothing, since people blink every few seconds.
/// </summary>
internal sealed class BlinkCue
{
    private const int Memory = 32;
    private const int MinMemory = 8;
    private const float Shut = 0.75f;
    private const float Open = 0.9f;
    private const double MaxSeconds = 0.5;
    private const float MinUsual = 0.12f;

    private readonly Eye _left = new(), _right = new();

    /// <summary>Blinks so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one eye of a frame.</summary>
    /// <param name="left">Which eye.</param>
    /// <param name="openness">Distance of its lids over its width.</param>
    /// <param name="now">The frame's time.</param>
    public void Add(bool left, float openness, TimeSpan now)
    {
        if ((left ? _left : _right).Add(openness, now))
            Count++;
    }

    /// <summary>One when a blink was seen; else cannot tell.</summary>
    public CueReading Read() => Count > 0 ? new(1, 1) : CueReading.CannotTell;

    /// <summary>Forgets the track.</summary>
    public void Reset()
    {
        _left.Reset();
        _right.Reset();
        Count = 0;
    }

    private sealed class Eye
    {
        private readonly float[] _last = new float[Memory];
        private readonly float[] _sorted = new float[Memory];
        private int _count;
        private TimeSpan? _shutSince;

        public bool Add(float openness, TimeSpan now)
        {
            var known = Math.Min(_count, Memory);
            var usual = known < MinMemory ? 0 : Median(known);
            var blinked = false;
            if (usual >= MinUsual)
            {
                if (openness < Shut * usual)
                {
                    _shutSince ??= now;
                }
                else if (openness > Open * usual && _shutSince is { } since)
                {
                    blinked = (now - since).TotalSeconds <= MaxSeconds;
                    _shutSince = null;
                }
            }

            _last[_count++ % Memory] = openness;
            return blinked;
        }

        public void Reset() => (_count, _shutSince) = (0, null);

        private float Median(int known)
        {
            _last.AsSpan(0, known).CopyTo(_sorted);
            _sorted.AsSpan(0, known).Sort();
            return _sorted[known / 2];
        }
    }
}
