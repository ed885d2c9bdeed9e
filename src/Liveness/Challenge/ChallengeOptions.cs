using System.ComponentModel.DataAnnotations;

namespace AccessKiosk.Liveness.Challenge;

/// <summary>How a challenge is asked and judged (configuration section <c>Liveness:Challenge</c>).</summary>
public sealed class ChallengeOptions
{
    /// <summary>Largest chance that a recording passes by luck; the number of actions follows from it and from the evidence so far.</summary>
    [Range(0.0001, 0.2)]
    public double MaxLuck { get; set; } = 0.005;

    /// <summary>Seconds that each action may take.</summary>
    [Range(1, 20)]
    public double ActionSeconds { get; set; } = 3;

    /// <summary>Turn that counts, in degrees of yaw from straight ahead.</summary>
    [Range(10, 60)]
    public float TurnDegrees { get; set; } = 25;

    /// <summary>Lift that counts, in degrees of pitch from straight ahead.</summary>
    [Range(5, 45)]
    public float LiftDegrees { get; set; } = 14;

    /// <summary>Within how many degrees the face looks straight ahead again.</summary>
    [Range(3, 20)]
    public float StraightDegrees { get; set; } = 12;

    /// <summary>Failed challenges after which none is asked for a while.</summary>
    [Range(1, 10)]
    public int MaxFailures { get; set; } = 3;

    /// <summary>How long that while is, in seconds.</summary>
    [Range(1, 600)]
    public double BackOffSeconds { get; set; } = 30;
}
