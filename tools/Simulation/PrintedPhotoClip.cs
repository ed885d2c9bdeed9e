using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>A still on paper, held by hand before a room: the simplest attack, for the demonstration.</summary>
public sealed class PrintedPhotoClip : IDisposable
{
    private readonly PresentationAttackClip _clip;

    /// <summary>Sets the scene.</summary>
    /// <param name="still">The photo, BGR; used until disposal.</param>
    /// <param name="face">The face in it, from the brows to the chin.</param>
    /// <param name="background">The room, BGR; its size is the clip's. Used until disposal.</param>
    /// <param name="seed">Chooses size, tilt, path, tone and noise.</param>
    public PrintedPhotoClip(Image still, Box face, Image background, int seed) =>
        _clip = new(Species.HandHeldPrint, new Subject(new StillScene(still), face), new(new StillScene(background)), seed);

    /// <summary>Width of the frames in pixels.</summary>
    public int Width => _clip.Width;

    /// <summary>Height of the frames in pixels.</summary>
    public int Height => _clip.Height;

    /// <summary>When the newest frame was taken.</summary>
    public TimeSpan Timestamp => _clip.Timestamp;

    /// <summary>Draws the next frame.</summary>
    /// <param name="into">BGR, of the clip's size.</param>
    /// <returns>Always true: the photo is held up until the consumer stops.</returns>
    public bool Next(Image into)
    {
        _clip.Next(into);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _clip.Dispose();
}
