using System.Runtime.InteropServices;

namespace AccessKiosk.Enrollment.Calibration.Scores;

/// <summary>The comparison score of two images, given by their positions in the data.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScoredPair(float Score, int First, int Second);
