using System.Numerics;
using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Detection;

/// <summary>One detected face of one frame.</summary>
/// <param name="Box">From the brows to the chin, in pixels of the frame.</param>
/// <param name="Score">The detector's confidence, 0 to 1.</param>
/// <param name="Points">Six coarse points.</param>
public readonly record struct DetectedFace(Box Box, float Score, KeyPoints Points);

/// <summary>BlazeFace's six key points in pixels of the frame. Left and right are the picture's.</summary>
public readonly record struct KeyPoints(
    Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 Mouth, Vector2 LeftEar, Vector2 RightEar);
