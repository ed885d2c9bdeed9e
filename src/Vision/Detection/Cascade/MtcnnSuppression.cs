namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>Greedy non-maximum suppression, as MTCNN uses it between its stages.</summary>
internal static class MtcnnSuppression
{
    /// <summary>Keeps the best of overlapping candidates, in place.</summary>
    /// <param name="candidates">Sorted by this call, best first.</param>
    /// <param name="overlap">Intersection over union from which the lesser one goes.</param>
    /// <returns>How many are left at the start of <paramref name="candidates"/>.</returns>
    public static int Keep(Span<MtcnnCandidate> candidates, float overlap)
    {
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        foreach (var candidate in candidates)
        {
            var free = true;
            for (var i = 0; free && i < kept; i++)
                free = candidates[i].Box.IntersectionOverUnion(candidate.Box) <= overlap;
            if (free)
                candidates[kept++] = candidate;
        }

        return kept;
    }
}
