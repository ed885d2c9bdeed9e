namespace AccessKiosk.Hardware.Cameras;

/// <summary>What an opened source says about itself.</summary>
/// <param name="Description">Its name for people, without a password.</param>
/// <param name="Backend">What reads it: V4L2 or FFMPEG in this process, ffmpeg or gst-launch-1.0 in one of its own, or another name.</param>
/// <param name="Width">Width of its upright pictures in pixels; may change while it runs.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="FramesPerSecond">Nominal rate; 0 where it is not known.</param>
/// <param name="IsLive">False for a recording, which ends and may be played at any speed.</param>
/// <param name="Duration">Nominal length of a recording; null where it is not known.</param>
public sealed record CameraInfo(
    string Description, string Backend, int Width, int Height, double FramesPerSecond, bool IsLive, TimeSpan? Duration);
