using System.ComponentModel.DataAnnotations;
using AccessKiosk.Liveness.Challenge;

namespace AccessKiosk.Liveness;

/// <summary>How a track's liveness is decided (configuration section <c>Liveness</c>).</summary>
public sealed class LivenessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Liveness";

    /// <summary>Path of the calibration record; empty for the one that ships.</summary>
    public string Calibration { get; set; } = "";

    /// <summary>Seconds that a track must have been seen before it can be called live.</summary>
    [Range(0.2, 10)]
    public double MinSeconds { get; set; } = 0.8;

    /// <summary>
    /// The same where the empty room was never seen, so that little but the face and its texture speaks: texture can be
    /// wrong for a second, and is less often for longer.
    /// </summary>
    [Range(0.2, 10)]
    public double UnknownBackgroundSeconds { get; set; } = 1.75;

    /// <summary>Seconds after which an open verdict asks for a challenge; looking goes on all the same.</summary>
    [Range(0.3, 30)]
    public double ChallengeAfter { get; set; } = 1.5;

    /// <summary>Seconds for which the evidence must have spoken for an attack before it is called one.</summary>
    [Range(0.2, 10)]
    public double AttackSeconds { get; set; } = 1;

    /// <summary>
    /// Whether a track can be live without a challenge only where the empty room was seen: until then, as after a start with
    /// somebody before the camera, everybody is asked. Stops screens that fill the picture. On in an installed kiosk; off for
    /// recordings, which begin with the face.
    /// </summary>
    public bool NeedsKnownBackground { get; set; }

    /// <summary>Whether only a passed challenge makes a track live. The surest stop for a mask that is worn.</summary>
    public bool AlwaysChallenge { get; set; }

    /// <summary>How challenges are asked and judged.</summary>
    public ChallengeOptions Challenge { get; set; } = new();
}
