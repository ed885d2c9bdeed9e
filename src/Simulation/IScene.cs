using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>Pictures over time: a still, or a recording.</summary>
public interface IScene
{
    /// <summary>The picture at a time, valid until the next call; all of one size.</summary>
    Image At(double seconds);
}

/// <summary>A picture that does not change.</summary>
public sealed class StillScene(Image image) : IScene
{
    /// <inheritdoc/>
    public Image At(double seconds) => image;
}

/// <summary>Pictures kept in memory, played forth and back without end, so that the loop's seam does not show.</summary>
public sealed class RecordedScene(IReadOnlyList<Image> images, double framesPerSecond) : IScene
{
    /// <inheritdoc/>
    public Image At(double seconds)
    {
        if (images.Count == 1)
            return images[0];
        var step = (int)(seconds * framesPerSecond) % (2 * images.Count - 2);
        return images[step < images.Count ? step : 2 * images.Count - 2 - step];
    }
}

/// <summary>What an attacker has of the person: a picture or a recording, and where the face is in it.</summary>
/// <param name="Scene">The pictures.</param>
/// <param name="Face">The face in the first of them, from the brows to the chin.</param>
public readonly record struct Subject(IScene Scene, Box Face);
