using AccessKiosk.Liveness;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Detection;

namespace AccessKiosk.Kiosk.Recognition;

/// <summary>The stages that a pipeline owns.</summary>
internal sealed record RecognitionParts(
    IFaceDetector Detector, FaceTracker Tracker, FaceReader Reader, RoomModel Room, LivenessAssessor Liveness);
