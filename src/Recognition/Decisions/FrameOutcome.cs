using AccessKiosk.Liveness.Challenge;

namespace AccessKiosk.Recognition.Decisions;

/// <summary>What one frame led to.</summary>
/// <param name="Advice">The line for the person.</param>
/// <param name="Decision">The track's decision, on the one frame that brings it.</param>
/// <param name="Challenge">What the person is asked to do, while something is asked.</param>
/// <param name="Progress">How far it is.</param>
public readonly record struct FrameOutcome(Advice Advice, Decision? Decision = null, ChallengeProgress? Challenge = null, LookProgress Progress = default);
