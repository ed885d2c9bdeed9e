using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>A source of frames. It is used by one thread.</summary>
public interface ICamera : IDisposable
{
    /// <summary>What it is.</summary>
    CameraInfo Info { get; }

    /// <summary>
    /// Waits for the next frame and writes it: upright, with its sequence number and the time since the source was opened
    /// (for a recording: since its beginning).
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    CameraRead Read(Frame frame, CancellationToken cancellationToken);
}

/// <summary>How a read went.</summary>
public enum CameraReadKind
{
    /// <summary>The next frame was written.</summary>
    Frame,

    /// <summary>A frame could not be decoded; more may follow.</summary>
    BadFrame,

    /// <summary>No more frames follow: the recording ended, or the camera was lost.</summary>
    End,
}

/// <summary>How a read went, and a message about it.</summary>
public readonly record struct CameraRead(CameraReadKind Kind, string? Message = null);

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
