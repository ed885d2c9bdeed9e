namespace AccessKiosk.Enrollment.Matching;

/// <summary>One search in progress: a snapshot, a probe, and the threads that share the chunks. Reused between searches.</summary>
internal sealed class GallerySearch
{
    private readonly QuantisedProbe _probe;
    private readonly TopPeople _top = new();
    private readonly SearchHelper[] _helpers;
    private GallerySnapshot _snapshot = GallerySnapshot.Empty;
    private int _nextChunk;

    public GallerySearch(int dimension, int stride, int helpers)
    {
        _probe = new(dimension, stride);
        _helpers = new SearchHelper[helpers];
        for (var i = 0; i < helpers; i++)
            _helpers[i] = new(this);
    }

    /// <summary>Fills <paramref name="best"/> with distinct people, best first; returns how many.</summary>
    public int Run(GallerySnapshot snapshot, ReadOnlySpan<float> probe, Span<Candidate> best, bool alone)
    {
        _snapshot = snapshot;
        _nextChunk = 0;
        _probe.Set(probe);
        _top.Reset(best.Length);
        if (alone)
        {
            Scan(_top);
        }
        else
        {
            foreach (var helper in _helpers)
                helper.Ask(best.Length);
            Scan(_top);
            foreach (var helper in _helpers)
                helper.AddResultTo(_top);
        }
        _snapshot = GallerySnapshot.Empty;
        _top.Best.CopyTo(best);
        return _top.Count;
    }

    /// <summary>Takes chunks until none is left.</summary>
    public void Scan(TopPeople top)
    {
        var chunks = _snapshot.Chunks;
        for (int i; (i = Interlocked.Increment(ref _nextChunk) - 1) < chunks.Length;)
            Scan(chunks[i], _snapshot.CountIn(i), top);
    }

    private void Scan(GalleryChunk chunk, int count, TopPeople top)
    {
        var probe = _probe.Coarse;
        var stride = probe.Length;
        var coarse = chunk.AllCoarse[..(count * stride)];
        var units = chunk.CoarseUnits[..count];
        var rests = chunk.Rests[..count];
        for (var slot = 0; slot < units.Length; slot++)
        {
            var score = CoarseDot.Compute(coarse.Slice(slot * stride, stride), probe) * (units[slot] * _probe.Unit);
            if (score + _probe.Margin(rests[slot]) >= top.Floor)
                top.Offer(chunk.Candidate(slot, chunk.Score(slot, _probe.Full)));
        }
    }
}
