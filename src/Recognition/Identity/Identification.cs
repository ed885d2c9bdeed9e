using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Storage;

namespace AccessKiosk.Recognition.Identity;

/// <summary>What a search of the gallery says about whose face a probe is.</summary>
public enum IdentificationVerdict
{
    /// <summary>Nobody reaches the threshold.</summary>
    Unknown,

    /// <summary>The best two people are too alike to tell them apart.</summary>
    Ambiguous,

    /// <summary>The best person.</summary>
    Named,
}

/// <summary>The gallery's answer about a probe, and the rule that turns it into a name.</summary>
/// <param name="Person">The best match; null when nobody is enrolled or nothing was compared yet.</param>
/// <param name="Score">Its comparison score.</param>
/// <param name="Margin">Lead over the second best person; infinite when there is none.</param>
/// <param name="Threshold">The threshold for this gallery.</param>
/// <param name="Frames">Good frames behind the probe.</param>
public readonly record struct Identification(PersonId? Person, float Score, float Margin, float Threshold, int Frames)
{
    /// <summary>From the result of a search.</summary>
    /// <param name="best">The best people, best first: at least two where there are two, since the second counts, and more to name all who are alike.</param>
    /// <param name="threshold">The threshold for this gallery.</param>
    /// <param name="frames">Good frames behind the probe.</param>
    public static Identification Of(ReadOnlySpan<Candidate> best, float threshold, int frames) => best.Length == 0
        ? new(null, 0, 0, threshold, frames)
        : new(best[0].Person, best[0].Score, best.Length > 1 ? best[0].Score - best[1].Score : float.PositiveInfinity, threshold, frames) { Others = RunnersUp.Of(best[1..]) };

    private RunnersUp Others { get; init; }

    /// <summary>The best person and everybody whom the margin does not part from them.</summary>
    /// <param name="minMargin">The margin.</param>
    public IReadOnlyList<PersonId> Alike(float minMargin)
    {
        if (Person is not { } best)
            return [];
        var alike = new List<PersonId> { best };
        for (var i = 0; i < Others.Count && !(Score - Others[i].Score >= minMargin); i++)
            alike.Add(Others[i].Person);
        return alike;
    }

    /// <summary>The identification rule: the score reaches the threshold, and leads the runner-up's by the margin.</summary>
    /// <param name="minMargin">The margin (<see cref="RecognitionOptions.MinMargin"/>).</param>
    public IdentificationVerdict Judge(float minMargin) =>
        Person is null || !(Score >= Threshold) ? IdentificationVerdict.Unknown
        : Margin >= minMargin ? IdentificationVerdict.Named
        : IdentificationVerdict.Ambiguous;

    /// <summary>The same for a track, which must have shown enough good frames as well.</summary>
    public bool IsAccepted(RecognitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Frames >= options.MinFrames && Judge(options.MinMargin) is IdentificationVerdict.Named;
    }

    /// <summary>Whether a track has shown enough good frames, and two people fit them too well to be told apart.</summary>
    public bool IsAmbiguous(RecognitionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Frames >= options.MinFrames && Judge(options.MinMargin) is IdentificationVerdict.Ambiguous;
    }
}
