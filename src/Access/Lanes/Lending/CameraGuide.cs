namespace AccessKiosk.Access.Lanes.Lending;

/// <summary>What a guest of the camera asks of the person at the door.</summary>
/// <param name="Text">The key of the line in the screen's texts.</param>
/// <param name="More">The key of a second line; null for none.</param>
/// <param name="Pose">How the head is to be held, as a drawing: frontal, left, right, up or down; null for none.</param>
/// <param name="Step">Which capture is wanted now, from 1.</param>
/// <param name="Steps">How many there are.</param>
public sealed record CameraGuide(string Text, string? More, string? Pose, int Step, int Steps);
