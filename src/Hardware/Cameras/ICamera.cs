using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>A source of pictures. It is used by one thread.</summary>
public interface ICamera : IDisposable
{
    /// <summary>What it is.</summary>
    CameraInfo Info { get; }

    /// <summary>
    /// Waits for the next picture and writes it: upright, with its number and the time since the source was opened
    /// (for a recording: since its beginning).
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    CameraRead Read(Frame frame, CancellationToken cancellation);
}

/// <summary>How a read went.</summary>
public enum CameraReadKind
{
    /// <summary>The frame holds the next picture.</summary>
    Picture,

    /// <summary>A picture could not be had; there may be more.</summary>
    BadPicture,

    /// <summary>There are no more pictures: a recording's end, or a camera that is gone.</summary>
    End,
}

/// <summary>How a read went, and what is to be said about it.</summary>
public readonly record struct CameraRead(CameraReadKind Kind, string? Message = null);
