using System.Numerics;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>
/// A stretch of a real recording, decoded once and shared by every trial: what an attacker shows, or the live person
/// before the camera. Read by many threads, written by none.
/// </summary>
public sealed class SourceRecording : IDisposable
{
    private const int Smooth = 3;

    private readonly List<Image> _pictures = [];
    private readonly List<HeadPlace> _heads = [];
    private readonly int _width, _height;

    /// <summary>Begins an empty stretch.</summary>
    /// <param name="width">Width that its pictures are brought to.</param>
    /// <param name="height">Height that its pictures are brought to.</param>
    /// <param name="framesPerSecond">Frames a second.</param>
    public SourceRecording(int width, int height, double framesPerSecond)
    {
        (_width, _height, FramesPerSecond) = (width, height, framesPerSecond);
        Room = Image.Create(width, height);
    }

    /// <summary>Frames a second.</summary>
    public double FramesPerSecond { get; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<Image> Pictures => _pictures;

    /// <summary>The same room without the person, made from the first picture.</summary>
    public Image Room { get; }

    /// <summary>The head in the first picture.</summary>
    public HeadPlace Head => _heads[0];

    /// <summary>Adds a picture with its head.</summary>
    /// <param name="picture">BGR, of any size; copied.</param>
    /// <param name="face">The face in it, from the brows to the chin, in its pixels.</param>
    /// <param name="eyes">Its eyes, in the same pixels.</param>
    /// <param name="pose">Where the head points.</param>
    public void Add(Image picture, in Box face, in Eyes eyes, HeadPose pose)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var copy = Image.Create(_width, _height);
        ImageOps.Resize(picture, copy);
        var scale = new Vector2(_width / (float)picture.Width, _height / (float)picture.Height);
        var place = new Box(face.X * scale.X, face.Y * scale.Y, face.Width * scale.X, face.Height * scale.Y);
        if (_pictures.Count == 0)
            EmptyRoom.Make(copy, place, Room);
        _pictures.Add(copy);
        _heads.Add(new(place, eyes.In(Matrix3x2.CreateScale(scale)), pose));
    }

    /// <summary>The number of the picture that is shown at a time: forth and back without end, so that no seam shows.</summary>
    public int IndexAt(double seconds)
    {
        if (_pictures.Count == 1)
            return 0;
        var step = (int)(seconds * FramesPerSecond) % (2 * _pictures.Count - 2);
        return step < _pictures.Count ? step : 2 * _pictures.Count - 2 - step;
    }

    /// <summary>Where the head is at a time; eyes and pose are means over a few pictures, since what is measured jitters and masks do not.</summary>
    public HeadPlace HeadAt(double seconds)
    {
        var at = IndexAt(seconds);
        var (from, to) = (Math.Max(0, at - Smooth), Math.Min(_heads.Count - 1, at + Smooth));
        var (left, right, yaw, pitch, n) = (Vector2.Zero, Vector2.Zero, 0f, 0f, to - from + 1);
        for (var i = from; i <= to; i++)
        {
            var (_, eyes, pose) = _heads[i];
            (left, right, yaw, pitch) = (left + eyes.Left, right + eyes.Right, yaw + pose.Yaw, pitch + pose.Pitch);
        }

        return new(_heads[at].Face, new(left / n, right / n), new(yaw / n, pitch / n, _heads[at].Pose.Roll));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Room.Dispose();
        foreach (var picture in _pictures)
            picture.Dispose();
    }
}

/// <summary>A head in a picture.</summary>
/// <param name="Face">From the brows to the chin.</param>
/// <param name="Eyes">Its eyes.</param>
/// <param name="Pose">Where it points.</param>
public readonly record struct HeadPlace(Box Face, Eyes Eyes, HeadPose Pose);
