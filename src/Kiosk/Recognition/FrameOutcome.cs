namespace AccessKiosk.Kiosk.Recognition;

/// <summary>What one frame led to.</summary>
/// <param name="Advice">The line for the person.</param>
/// <param name="Decision">The track's decision, on the one frame that brings it.</param>
internal readonly record struct FrameOutcome(Advice Advice, Decision? Decision = null);
