using System.Numerics;
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

/// <summary>A recording that plays forth and back without end, so that the loop's seam does not show.</summary>
/// <param name="recording">The recording.</param>
public sealed class RecordedScene(SourceRecording recording) : IScene
{
    /// <inheritdoc/>
    public Image At(double seconds) => recording.Pictures[recording.IndexAt(seconds)];
}

/// <summary>What an attacker has of the person: a picture or a recording, and where the face is in it.</summary>
/// <param name="Scene">The pictures.</param>
/// <param name="Face">The face in the first of them, from the brows to the chin.</param>
/// <param name="Eyes">Its eyes; null where nobody looks through them.</param>
public readonly record struct Subject(IScene Scene, Box Face, Eyes? Eyes = null);

/// <summary>The middles of two eyes.</summary>
/// <param name="Left">The one at the picture's left.</param>
/// <param name="Right">The other.</param>
public readonly record struct Eyes(Vector2 Left, Vector2 Right)
{
    /// <summary>The point between them.</summary>
    public Vector2 Middle => (Left + Right) / 2;

    /// <summary>Pixels between them.</summary>
    public float Distance => Vector2.Distance(Left, Right);

    /// <summary>Angle of the line through them, radians.</summary>
    public float Roll => MathF.Atan2(Right.Y - Left.Y, Right.X - Left.X);

    /// <summary>The same eyes in another picture.</summary>
    public Eyes In(in Matrix3x2 map) => new(Vector2.Transform(Left, map), Vector2.Transform(Right, map));
}

/// <summary>What the camera sees besides the instrument.</summary>
/// <param name="Scene">The room, with or without the attacker in it; its size is the clip's.</param>
/// <param name="Empty">The same room before anybody came in; null where the kiosk never saw it so.</param>
/// <param name="Wearer">The attacker's own live face, which the instrument is held or worn before; null for none.</param>
public readonly record struct Surroundings(IScene Scene, Image? Empty = null, SourceRecording? Wearer = null);
