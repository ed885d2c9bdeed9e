namespace AccessKiosk.Recognition.Decisions;

/// <summary>How far a look at a person has come: time and movement only, nothing of what the evidence says.</summary>
/// <param name="Done">How much of what is wanted now was seen, 0 to 1: of the time that a decision takes, or of the movement that is asked for.</param>
/// <param name="Left">How much of the time for a movement is left, 1 to 0; null where none is asked for.</param>
public readonly record struct LookProgress(float Done, float? Left = null);
