using System.Numerics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// A frame that later ones are compared with: the face upright in a square crop, and the newest frames brought onto it by
/// their five points. Lengths are in half faces (the face spans about [−1, 1]).
/// </summary>
internal sealed class KeyFrame : IDisposable
{
    /// <summary>Side of the crop in pixels.</summary>
    public const int Side = 128;

    /// <summary>Half the crop's side in half faces.</summary>
    public const float Grow = 1.2f;

    /// <summary>Most points that are followed.</summary>
    public const int MaxPoints = 360;

    private const int Step = 4;
    private const int MinPoints = 40;

    // Grey levels over four pixels, both ways: several times what a sensor's noise makes of a plain cheek, on which flow
    // only guesses.
    private const int MinGradient = 10;

    private readonly Image _colour = Image.Create(Side, Side);
    private readonly Vector2[] _points = new Vector2[MaxPoints];
    private readonly int[] _pixels = new int[MaxPoints];
    private int _count;
    private FivePoints _face;
    private Matrix3x2 _map;

    /// <summary>Whether there is one: its face has texture.</summary>
    public bool IsSet { get; private set; }

    /// <summary>When it was taken.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Its face, grey.</summary>
    public Image Picture { get; } = Image.Create(Side, Side, 1);

    /// <summary>The newest frame's face on it, grey.</summary>
    public Image Now { get; private set; } = Image.Create(Side, Side, 1);

    /// <summary>The face of the frame before on it, grey.</summary>
    public Image Before { get; private set; } = Image.Create(Side, Side, 1);

    /// <summary>The motion of the newest frame's five points since this frame, in pixels of the frame.</summary>
    public Matrix3x2 Coarse { get; private set; } = Matrix3x2.Identity;

    /// <summary>Where its face has texture, from below the eyes to the chin.</summary>
    public ReadOnlySpan<Vector2> Points => _points.AsSpan(0, _count);

    /// <summary>The same points as indices of the crop's pixels.</summary>
    public ReadOnlySpan<int> Pixels => _pixels.AsSpan(0, _count);

    /// <summary>Takes a frame as the key.</summary>
    public void Set(FaceObservation face)
    {
        var square = face.Box.Square(Grow);
        var scale = Side / square.Width;
        _map = Matrix3x2.CreateTranslation(-square.Center) * Matrix3x2.CreateRotation(-face.Points.Roll)
            * Matrix3x2.CreateScale(scale) * Matrix3x2.CreateTranslation(Side / 2f, Side / 2f);
        ImageOps.Warp(face.Image, _colour, _map, Border.Replicate);
        ImageOps.ToGrey(_colour, Picture);
        Picture.CopyTo(Now);
        (Time, _face) = (face.Timestamp, face.Points);
        ChoosePoints();
        IsSet = _count >= MinPoints;
    }

    /// <summary>Brings a later frame onto it.</summary>
    public void Bring(FaceObservation face)
    {
        Coarse = Similarity.Estimate(_face, face.Points);
        Matrix3x2.Invert(Coarse, out var back);
        ImageOps.Warp(face.Image, _colour, back * _map, Border.Replicate);
        (Before, Now) = (Now, Before);
        ImageOps.ToGrey(_colour, Now);
    }

    /// <summary>The newest frame's whole motion since this one, in pixels of the frame.</summary>
    /// <param name="fine">The motion that is left in the crop, in half faces.</param>
    public Matrix3x2 Motion(in Matrix3x2 fine)
    {
        var toUnit = _map * Matrix3x2.CreateScale(2 * Grow / Side) * Matrix3x2.CreateTranslation(-Grow, -Grow);
        return Matrix3x2.Invert(toUnit, out var fromUnit) ? toUnit * fine * fromUnit * Coarse : Coarse;
    }

    /// <summary>Forgets it.</summary>
    public void Clear() => IsSet = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        _colour.Dispose();
        Picture.Dispose();
        Now.Dispose();
        Before.Dispose();
    }

    // From below the eyes to the chin: nose, cheeks, mouth. Eyes speak through their blinks; here they, hair and the edge
    // of the face would vouch for a mask that somebody looks out of.
    private static bool IsInside(Vector2 at) => at.Y > -0.04f && at.X * at.X / 0.45f + at.Y * at.Y / 0.7f < 1;

    private void ChoosePoints()
    {
        _count = 0;
        for (var y = Step; y < Side - Step; y += Step)
        {
            var above = Picture.Row(y - 2);
            var row = Picture.Row(y);
            var below = Picture.Row(y + 2);
            for (var x = Step; x < Side - Step && _count < MaxPoints; x += Step)
            {
                var at = new Vector2(x + 0.5f - Side / 2f, y + 0.5f - Side / 2f) * (2 * Grow / Side);
                if (!IsInside(at))
                    continue;
                var gradient = Math.Abs(row[x + 2] - row[x - 2]) + Math.Abs(below[x] - above[x]);
                if (gradient < MinGradient)
                    continue;
                _points[_count] = at;
                _pixels[_count++] = y * Side + x;
            }
        }
    }
}
