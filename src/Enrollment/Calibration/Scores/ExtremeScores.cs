namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>Keeps the most extreme pairs of a stream, exactly, in bounded memory.</summary>
internal sealed class ExtremeScores(bool highest)
{
    /// <summary>Pairs kept: those above a threshold of FMR 1e-3 in all comparisons of 16,000 images.</summary>
    public const int Capacity = 1 << 17;

    private readonly List<ScoredPair> _kept = [];
    private ScoredPair? _bar;

    /// <summary>Whether every pair offered is still here.</summary>
    public bool Complete => _bar is null;

    public void Offer(in ScoredPair pair)
    {
        if (_bar is { } bar && Order(pair, bar) > 0)
            return;
        _kept.Add(pair);
        if (_kept.Count == 2 * Capacity)
            Prune();
    }

    public void Add(ExtremeScores other)
    {
        foreach (var pair in other._kept)
            Offer(pair);
        if (other._bar is { } bar && (_bar is null || Order(bar, _bar.Value) < 0))
            _bar = bar;
        _kept.RemoveAll(pair => _bar is { } b && Order(pair, b) > 0);
    }

    /// <summary>The pairs, most extreme first.</summary>
    public ScoredPair[] ToSorted()
    {
        if (_kept.Count > Capacity)
            Prune();
        _kept.Sort(Order);
        return [.. _kept];
    }

    private void Prune()
    {
        _kept.Sort(Order);
        _kept.RemoveRange(Capacity, _kept.Count - Capacity);
        _bar = _kept[^1];
    }

    // Positions break ties, so that what is kept does not depend on threads.
    private int Order(ScoredPair a, ScoredPair b)
    {
        var order = highest ? b.Score.CompareTo(a.Score) : a.Score.CompareTo(b.Score);
        if (order == 0)
            order = a.First.CompareTo(b.First);
        return order != 0 ? order : a.Second.CompareTo(b.Second);
    }
}
