using System.Numerics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Motion;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// The face's own motion: every frame is brought by its five points onto a key frame of at most
/// <see cref="KeySeconds"/> ago, and what is left is measured by dense flow against the key frame and against the frame
/// before. Lengths are in half faces (the face spans about [−1, 1]).
/// </summary>
internal sealed class FaceMotion : IDisposable
{
    /// <summary>Longest time between the frames that are compared.</summary>
    public const double KeySeconds = 0.5;

    private const int Side = 128;
    private const int Step = 4;
    private const float Grow = 1.2f;
    private const int MaxPoints = 360;
    private const int MinPoints = 40;

    // Grey levels over four pixels, both ways: several times what a sensor's noise makes of a plain cheek, on which flow
    // only guesses.
    private const int MinGradient = 10;

    private readonly Image _colour = Image.Create(Side, Side);
    private readonly OpticalFlow _flow = new();
    private readonly Vector2[] _points = new Vector2[MaxPoints];
    private readonly int[] _pixels = new int[MaxPoints];
    private readonly Vector2[] _moved = new Vector2[MaxPoints];
    private readonly Vector2[] _residual = new Vector2[MaxPoints];
    private readonly float[] _scratch = new float[MaxPoints];
    private readonly Image _key = Image.Create(Side, Side, 1);
    private Image _now = Image.Create(Side, Side, 1);
    private Image _before = Image.Create(Side, Side, 1);
    private int _count;
    private bool _hasKey;
    private TimeSpan _keyTime;
    private FivePoints _keyPoints;
    private Matrix3x2 _keyMap;

    /// <summary>Time between the key frame and the last one.</summary>
    public double Lag { get; private set; }

    /// <summary>What a similarity leaves of the motion since the key frame.</summary>
    public float NonRigid { get; private set; }

    /// <summary>What a homography leaves of the motion since the key frame.</summary>
    public float NonPlanar { get; private set; }

    /// <summary>What a homography leaves of the motion since the frame before: mostly noise.</summary>
    public float Noise { get; private set; }

    /// <summary>The face's motion since the key frame in pixels of the frame.</summary>
    public Matrix3x2 SinceKey { get; private set; } = Matrix3x2.Identity;

    /// <summary>Adds a frame.</summary>
    /// <returns>Whether the measures above are of this frame; not so on a key frame or where the face has no texture.</returns>
    public bool Add(FaceObservation face)
    {
        if (!_hasKey || face.Timestamp < _keyTime || (face.Timestamp - _keyTime).TotalSeconds > KeySeconds * 1.6)
            return SetKey(face);
        Span<Vector2> a = stackalloc Vector2[5], b = stackalloc Vector2[5];
        _keyPoints.CopyTo(a);
        face.Points.CopyTo(b);
        var coarse = Similarity.Estimate(a, b);
        Matrix3x2.Invert(coarse, out var back);
        ImageOps.Warp(face.Image, _colour, back * _keyMap, Border.Replicate);
        (_before, _now) = (_now, _before);
        ImageOps.ToGrey(_colour, _now);
        Lag = (face.Timestamp - _keyTime).TotalSeconds;

        Follow(_before);
        var told = PlanarFit.Homography(_points.AsSpan(0, _count), _moved.AsSpan(0, _count), _residual.AsSpan(0, _count));
        Noise = Measure();
        Follow(_key);
        var fine = PlanarFit.Similarity(_points.AsSpan(0, _count), _moved.AsSpan(0, _count), _residual.AsSpan(0, _count));
        NonRigid = Measure();
        told &= PlanarFit.Homography(_points.AsSpan(0, _count), _moved.AsSpan(0, _count), _residual.AsSpan(0, _count));
        NonPlanar = Measure();
        SinceKey = Compose(fine, coarse);
        if (Lag >= KeySeconds)
            SetKey(face);
        return told;
    }

    /// <summary>Forgets the track.</summary>
    public void Reset() => _hasKey = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        _colour.Dispose();
        _key.Dispose();
        _now.Dispose();
        _before.Dispose();
        _flow.Dispose();
    }

    private float Measure() => PlanarFit.Spread(_residual.AsSpan(0, _count), _scratch);

    private void Follow(Image from)
    {
        _flow.Compute(from, _now);
        var field = _flow.Field;
        for (var i = 0; i < _count; i++)
            _moved[i] = _points[i] + field[_pixels[i]] * (2 * Grow / Side);
    }

    // The fine motion is found in the key frame's crop, in half faces.
    private Matrix3x2 Compose(in Matrix3x2 fine, in Matrix3x2 coarse)
    {
        var toUnit = _keyMap * Matrix3x2.CreateScale(2 * Grow / Side) * Matrix3x2.CreateTranslation(-Grow, -Grow);
        return Matrix3x2.Invert(toUnit, out var fromUnit) ? toUnit * fine * fromUnit * coarse : coarse;
    }

    private bool SetKey(FaceObservation face)
    {
        var square = face.Box.Square(Grow);
        var scale = Side / square.Width;
        _keyMap = Matrix3x2.CreateTranslation(-square.Center) * Matrix3x2.CreateRotation(-face.Points.Roll)
            * Matrix3x2.CreateScale(scale) * Matrix3x2.CreateTranslation(Side / 2f, Side / 2f);
        ImageOps.Warp(face.Image, _colour, _keyMap, Border.Replicate);
        ImageOps.ToGrey(_colour, _key);
        _key.CopyTo(_now);
        (_keyTime, _keyPoints) = (face.Timestamp, face.Points);
        ChoosePoints();
        _hasKey = _count >= MinPoints;
        return false;
    }

    // From below the eyes to the chin: nose, cheeks, mouth. Eyes speak through their blinks; here they, hair and the edge
    // of the face would vouch for a mask that somebody looks out of.
    private static bool IsInside(Vector2 at) => at.Y > -0.04f && at.X * at.X / 0.45f + at.Y * at.Y / 0.7f < 1;

    // Where the face has texture.
    private void ChoosePoints()
    {
        _count = 0;
        for (var y = Step; y < Side - Step; y += Step)
        {
            var above = _key.Row(y - 2);
            var row = _key.Row(y);
            var below = _key.Row(y + 2);
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
