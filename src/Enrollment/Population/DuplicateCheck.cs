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

/// <summary>
/// Compares new captures with everyone enrolled, at a tenth of the FPIR that the door allows. Two people of whom staff have said
/// that they are different are never reported as one.
/// </summary>
public sealed class DuplicateCheck(Gallery gallery, ActiveCalibration points, DifferentPeople different)
{
    private const int Most = 5;

    /// <summary>The score from which two enrolments are taken for one person's.</summary>
    /// <param name="references">References that are searched; at least those in the gallery.</param>
    public float Threshold(int references) => points.DuplicateThreshold(Math.Max(references, gallery.References));

    /// <summary>Everyone enrolled, other than <paramref name="known"/> and whoever is known to be somebody else, whom the captures look like; most alike first.</summary>
    /// <param name="captures">The captures.</param>
    /// <param name="threshold">The score from which two look alike.</param>
    /// <param name="known">Whose captures they are, when that person is stored already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<LookAlike>> FindAsync(IReadOnlyList<Capture> captures, float threshold, PersonId? known, CancellationToken cancellationToken)
    {
        var others = known is { } person ? await different.FromAsync(person, cancellationToken) : new HashSet<PersonId>();
        return Find(captures, threshold, known, others);
    }

    /// <summary>The same, where it was read before who is known to be somebody else.</summary>
    /// <param name="captures">The captures.</param>
    /// <param name="threshold">The score from which two look alike.</param>
    /// <param name="known">Whose captures they are, when that person is stored already.</param>
    /// <param name="others">Who is known to be somebody else.</param>
    public IReadOnlyList<LookAlike> Find(IReadOnlyList<Capture> captures, float threshold, PersonId? known, IReadOnlySet<PersonId> others)
    {
        if (captures.Count == 0)
            return [];
        // They must not take the places of whoever else looks alike.
        var best = new Candidate[Most + others.Count + 1];
        var found = best.Take(gallery.Search(Mean(captures), best));
        return
        [
            .. found.Where(candidate => candidate.Score >= threshold && candidate.Person != known && !others.Contains(candidate.Person))
                .Take(Most).Select(candidate => new LookAlike(candidate.Person, candidate.Score, points.FmrOf(candidate.Score).Rate)),
        ];
    }

    /// <summary>Whether captures of two people look alike who are not known to be different.</summary>
    /// <param name="one">The captures of one.</param>
    /// <param name="known">Who that is, when stored already.</param>
    /// <param name="other">The captures of the other.</param>
    /// <param name="otherKnown">Who that is, when stored already.</param>
    /// <param name="threshold">The score from which two look alike.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> AreAlikeAsync(
        IReadOnlyList<Capture> one, PersonId? known, IReadOnlyList<Capture> other, PersonId? otherKnown, float threshold, CancellationToken cancellationToken) =>
        Score(one, other) >= threshold
        && !(known is { } first && otherKnown is { } second && (await different.ListAsync(cancellationToken)).Contains(DifferentPeople.Pair(first, second)));

    /// <summary>The score between two people's captures, as <see cref="FindAsync"/> compares them.</summary>
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
