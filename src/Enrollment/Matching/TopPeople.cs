namespace AccessKiosk.Enrollment.Matching;

/// <summary>The best distinct people seen so far, best first; ties go by id so that threads cannot change an answer.</summary>
internal sealed class TopPeople
{
    private Candidate[] _best = [];
    private int _wanted;

    public ReadOnlySpan<Candidate> Best => _best.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>A score below this cannot enter.</summary>
    public float Floor { get; private set; }

    public void Reset(int wanted)
    {
        if (_best.Length < wanted)
            _best = new Candidate[wanted];
        _wanted = wanted;
        Count = 0;
        Floor = float.NegativeInfinity;
    }

    public void Offer(in Candidate candidate)
    {
        var free = Count;
        for (var i = 0; i < Count; i++)
        {
            if (_best[i].Person == candidate.Person)
                free = i;
        }
        if (free == _wanted)
            free--;
        if (free < Count && !Precedes(candidate, _best[free]))
            return;
        if (free == Count)
            Count++;
        for (; free > 0 && Precedes(candidate, _best[free - 1]); free--)
            _best[free] = _best[free - 1];
        _best[free] = candidate;
        if (Count == _wanted)
            Floor = _best[_wanted - 1].Score;
    }

    private static bool Precedes(in Candidate a, in Candidate b)
    {
        if (a.Score != b.Score)
            return a.Score > b.Score;
        var byPerson = a.Person.Value.CompareTo(b.Person.Value);
        return byPerson != 0 ? byPerson < 0 : a.Reference.Value.CompareTo(b.Reference.Value) < 0;
    }
}
