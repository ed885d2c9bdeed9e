using AccessKiosk.Liveness;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Perception;

/// <summary>The settings of the stages from a frame to a face that was judged, each kept by its own part.</summary>
/// <param name="Detection">How faces are found.</param>
/// <param name="Tracking">How they are followed.</param>
/// <param name="Quality">What a picture of a face must reach.</param>
/// <param name="Liveness">When a track's liveness is decided.</param>
/// <param name="AssumesKnownBackground">Whether tracks are judged as where the background is known: for measuring on recordings that begin with the face, never for a door.</param>
public sealed record PerceptionSettings(
    BlazeFaceOptions Detection, FaceTrackerOptions Tracking, QualityOptions Quality, LivenessOptions Liveness, bool AssumesKnownBackground = false);
