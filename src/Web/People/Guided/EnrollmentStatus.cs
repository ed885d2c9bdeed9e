using AccessKiosk.Enrollment.Capturing;

namespace AccessKiosk.Web.People.Guided;

/// <summary>How far a guided enrolment is.</summary>
internal enum VisitPhase
{
    /// <summary>The models are being loaded, or the page has not come to the camera yet.</summary>
    Waiting,

    /// <summary>The camera looks.</summary>
    Capturing,

    /// <summary>All captures are taken; the operator decides. The camera is given back.</summary>
    Deciding,

    /// <summary>Stored.</summary>
    Done,

    /// <summary>Over; nothing was kept.</summary>
    Over,
}

/// <summary>A capture as the page shows it.</summary>
/// <param name="Pose">The pose, in lower case.</param>
/// <param name="Quality">In a word.</param>
/// <param name="Share">0 to 1.</param>
internal sealed record CaptureLine(string Pose, string Quality, float Share);

/// <summary>Somebody enrolled who looks the same.</summary>
/// <param name="Person">The identifier.</param>
/// <param name="Name">The name.</param>
/// <param name="Number">The number, if any.</param>
/// <param name="Words">What the score says.</param>
internal sealed record AlikeLine(string Person, string Name, string? Number, string Words);

/// <summary>What the page shows now.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Guide">One line for the person.</param>
/// <param name="Wanted">The requested pose, in lower case; null for none.</param>
/// <param name="Good">Whether the last frame would do.</param>
/// <param name="Live">Whether the person was shown to be live.</param>
/// <param name="Of">Captures required.</param>
/// <param name="Taken">Captures taken.</param>
/// <param name="Alike">Who looks the same.</param>
/// <param name="Person">Who is enrolled now, once it is done.</param>
internal sealed record EnrollmentStatus(
    long Version, VisitPhase Phase, string Guide, string? Wanted, bool Good, bool Live, int Of,
    IReadOnlyList<CaptureLine> Taken, IReadOnlyList<AlikeLine> Alike, string? Person)
{
    /// <summary>Before the camera.</summary>
    public static EnrollmentStatus Start { get; } = new(0, VisitPhase.Waiting, "The camera is made ready.", null, Good: false, Live: false, 5, [], [], null);

    /// <summary>The same with a frame's progress.</summary>
    public EnrollmentStatus With(in EnrollmentProgress progress, IReadOnlyList<TakenPose> taken) => this with
    {
        Phase = VisitPhase.Capturing,
        Guide = Sentence(CaptureFormatter.Guide(progress)),
        Wanted = Lower(progress.Wanted),
        Good = progress.Refusal is CaptureRefusal.None,
        Live = progress.Live,
        Of = progress.Of,
        // Most frames change nothing here; then nothing is created.
        Taken = taken.Count == Taken.Count && taken.Zip(Taken).All(pair => pair.First.Quality == pair.Second.Share) ? Taken
            : [.. taken.Select(t => new CaptureLine(Lower(t.Pose)!, QualityFormatter.Of(t.Quality), t.Quality))],
    };

    /// <summary>Whether a page would show the same.</summary>
    public bool ShowsTheSameAs(EnrollmentStatus other) => other with { Version = Version } == this;

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";

    private static string? Lower(EnrollmentPose? pose) => pose?.ToString().ToLowerInvariant();
}
