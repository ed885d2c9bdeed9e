namespace AccessKiosk.Vision.Detection;

/// <summary>A face of the newest frame with the track it belongs to.</summary>
/// <param name="Track">The track's number; never used again in this process.</param>
/// <param name="Face">The face as detected in the newest frame.</param>
/// <param name="Frames">Frames in which the track was seen so far.</param>
/// <param name="Missed">Frames since the track was last seen before this one; 0 when it was seen in the frame before.</param>
public readonly record struct TrackedFace(long Track, DetectedFace Face, int Frames, int Missed);
