using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The gallery's answer about a track's probe so far.</summary>
/// <param name="Person">The best match; null when nobody is enrolled or nothing was compared yet.</param>
/// <param name="Score">Its comparison score.</param>
/// <param name="Margin">Lead over the second best person.</param>
/// <param name="Threshold">The threshold for this gallery.</param>
/// <param name="Frames">Good frames behind the probe.</param>
public readonly record struct Identification(PersonId? Person, float Score, float Margin, float Threshold, int Frames)
{
    /// <summary>Whether that is enough to name the person.</summary>
    public bool IsAccepted(RecognitionOptions options) =>
        Person is not null && Frames >= options.MinFrames && Score >= Threshold && Margin >= options.MinMargin;
}
