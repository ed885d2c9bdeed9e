using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Vision.Detection;

/// <summary>Finds faces in a picture. Not thread-safe.</summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>Most faces reported for one picture.</summary>
    int Capacity { get; }

    /// <summary>Finds the faces of a picture.</summary>
    /// <param name="image">BGR, upright.</param>
    /// <param name="faces">Receives at most <see cref="Capacity"/> faces, most confident first.</param>
    /// <returns>How many were found.</returns>
    int Detect(Image image, Span<DetectedFace> faces);
}
