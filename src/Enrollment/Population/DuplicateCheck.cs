using System.Numerics.Tensors;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Population;

/// <summary>Somebody enrolled whom new captures look like.</summary>
/// <param name="Person">Who.</param>
/// <param name="Score">The comparison score.</param>
/// <param name="Fmr">Share of comparisons of two people that score as high.</param>
public readonly record struct LookAlike(PersonId Person, float Score, double Fmr);

/// <summary>Compares new captures with everyone enrolled, at a tenth of the FPIR that the door allows.</summary>
public sealed class DuplicateCheck(Gallery gallery, ActiveCalibration points)
{
    private const int Most = 5;

    /// <summary>The score from which two enrolments are taken for one person's.</summary>
    /// <param name="references">References that are searched; at least those in the gallery.</param>
    public float Threshold(int references) => points.DuplicateThreshold(Math.Max(references, gallery.References));

    /// <summary>Everyone enrolled, other than <paramref name="except"/>, whom the captures look like; most alike first.</summary>
    public IReadOnlyList<LookAlike> Find(IReadOnlyList<Capture> captures, float threshold, PersonId? except = null)
    {
        if (captures.Count == 0)
            return [];
        Span<Candidate> best = stackalloc Candidate[Most];
        var found = best[..gallery.Search(Mean(captures), best)];
        var alike = new List<LookAlike>();
        foreach (var candidate in found)
            if (candidate.Score >= threshold && candidate.Person != except)
                alike.Add(new(candidate.Person, candidate.Score, points.FmrOf(candidate.Score).Rate));
        return alike;
    }

    /// <summary>The score between two people's captures, as <see cref="Find"/> compares them.</summary>
    public static float Score(IReadOnlyList<Capture> probe, IReadOnlyList<Capture> enrolled)
    {
        var mean = Mean(probe);
        return enrolled.Max(capture => UnitVector.Score(mean, capture.Embedding.Span));
    }

    // One probe of all captures: their mean varies less than each of them.
    private static float[] Mean(IReadOnlyList<Capture> captures)
    {
        var mean = new float[captures[0].Embedding.Length];
        foreach (var capture in captures)
            TensorPrimitives.Add(mean, capture.Embedding.Span, mean);
        TensorPrimitives.Divide(mean, TensorPrimitives.Norm<float>(mean), mean);
        return mean;
    }
}
