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
