using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Vision;

/// <summary>Everything measured on one face of one picture, except its embedding.</summary>
/// <param name="Box">From the brows to the chin, in pixels of the picture.</param>
/// <param name="Score">Confidence that it is a face, 0 to 1.</param>
/// <param name="Points">The five points that it is aligned by.</param>
/// <param name="Quality">How good the picture of it is.</param>
public readonly record struct FaceReading(Box Box, float Score, FivePoints Points, FaceQuality Quality);
