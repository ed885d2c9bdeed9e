using AccessKiosk.Liveness;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Recognition.Perception;

namespace AccessKiosk.Web.Review.Charts;

/// <summary>The liveness evidence in words.</summary>
internal static class EvidenceFormatter
{
    // Less than this, either way, is no argument.
    private const float Weak = 0.25f;

    // Below it nothing was seen.
    private const float Anything = 0.02f;

    private sealed record Words(string Name, string Question, string Live, string Attack);

    private static readonly Dictionary<Cue, Words> Cues = new()
    {
        [Cue.Texture] = new("Texture", "Does the surface look like skin, or like paper or a screen?", "It looked like skin.", "It looked like paper or a screen."),
        [Cue.Outline] = new("Edges around the face", "Do straight edges enclose the face, as those of a sheet or a phone do?", "No straight edges enclosed it.", "Straight edges enclosed it."),
        [Cue.Surround] = new("Motion around the face", "Does what surrounds the face move along with it, as a held picture does?", "What surrounds it did not move along.", "What surrounds it moved along."),
        [Cue.Planarity] = new("Depth", "Does the face move like a head, or like something flat?", "It moved like a head.", "It moved like something flat."),
        [Cue.MicroMotion] = new("Motion of its own", "Does the face itself move, apart from being carried about?", "It moved by itself.", "It hardly moved by itself."),
        [Cue.Blink] = new("Blinks", "Do the eyes blink?", "The eyes blinked.", "The eyes did not blink."),
        [Cue.Background] = new("The room around the head", "Is the room that the kiosk knows still seen around the head?", "The room that is known showed around it.", "Something else than the room that is known showed around it."),
        [Cue.Body] = new("Body", "Does something hide the room below the head, as a body does?", "Something hid the room below it, as a body does.", "The room showed below it, where a body should be."),
    };

    /// <summary>A cue's name and what it asks.</summary>
    public static (string Name, string Question) Of(Cue cue) => (Cues[cue].Name, Cues[cue].Question);

    /// <summary>What a cue had seen when it was judged, in one or two sentences.</summary>
    public static string Saw(CueEvidence cue)
    {
        var last = cue.Confidence.Count - 1;
        if (cue.Confidence[last] < Anything)
            return "Nothing could be seen of it.";
        var words = Cues[cue.Coefficient.Cue];
        if (cue.Coefficient.Forbids(new(cue.Evidence[last], cue.Confidence[last])))
            return $"{words.Attack} This alone lets nobody in.";
        return cue.Contribution(last) switch
        {
            < -Weak => words.Attack,
            > Weak => words.Live,
            _ => "Nothing clear, either way.",
        };
    }

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
        return [.. evidence.Cues.Where(cue => cue.Contribution(last) < -Weak).OrderBy(cue => cue.Contribution(last)).Select(cue => Of(cue.Coefficient.Cue).Name.ToLowerInvariant())];
    }
}
