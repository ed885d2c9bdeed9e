using AccessKiosk.Kiosk.Recognition;
using AccessKiosk.Liveness;

namespace AccessKiosk.Kiosk.Web.Review;

/// <summary>The liveness evidence in words.</summary>
internal static class EvidenceWords
{
    // Less than this is no argument.
    private const float Weak = -0.25f;

    /// <summary>A cue's name and what it asks.</summary>
    public static (string Name, string Question) Of(Cue cue) => cue switch
    {
        Cue.Texture => ("Texture", "Does the surface look like skin, or like paper or a screen?"),
        Cue.Outline => ("Edges around the face", "Do straight edges enclose the face, as those of a sheet or a phone do?"),
        Cue.Surround => ("Motion around the face", "Does what surrounds the face move along with it, as a held picture does?"),
        Cue.Planarity => ("Depth", "Does the face move like a head, or like something flat?"),
        Cue.MicroMotion => ("Motion of its own", "Does the face itself move, apart from being carried about?"),
        Cue.Blink => ("Blinks", "Do the eyes blink?"),
        _ => (EventWords.Spaced($"{cue}"), ""),
    };

    /// <summary>A verdict.</summary>
    public static string Of(LivenessVerdict verdict) => verdict switch
    {
        LivenessVerdict.Live => "live",
        LivenessVerdict.Attack => "attack",
        LivenessVerdict.ChallengeNeeded => "asked to move",
        _ => "looking",
    };

    /// <summary>The cues that spoke for an attack at the end, the strongest first.</summary>
    public static IReadOnlyList<string> Against(LivenessEvidence evidence)
    {
        var last = evidence.Seconds.Count - 1;
        return [.. evidence.Cues.Where(cue => cue.Contribution(last) < Weak).OrderBy(cue => cue.Contribution(last)).Select(cue => Of(cue.Coefficient.Cue).Name.ToLowerInvariant())];
    }
}
