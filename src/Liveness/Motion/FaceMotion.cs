using System.Numerics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Motion;

namespace AccessKiosk.Liveness.Motion;

/// <summary>
/// The face's own motion: every frame is brought by its five points onto a key frame, and what is left is measured by dense
/// flow against the key frame and against the frame before. Two key frames take turns, so that from <see cref="MinLag"/>
/// after the first one on there is always one that lies between <see cref="MinLag"/> and <see cref="MaxLag"/> back.
/// </summary>
internal sealed class FaceMotion : IDisposable
{
    /// <summary>Least time in seconds between frames whose difference tells motion from noise.</summary>
    public const double MinLag = 0.3;

    /// <summary>Time in seconds after which the other key frame takes over.</summary>
    public const double MaxLag = 1;

    // The camera's frames may be far apart; what is older says nothing about this moment.
    private const double Stale = 1.5 * MaxLag;

    private readonly OpticalFlow _flow = new();
    private readonly Vector2[] _moved = new Vector2[KeyFrame.MaxPoints];
    private readonly Vector2[] _residual = new Vector2[KeyFrame.MaxPoints];
    private readonly float[] _scratch = new float[KeyFrame.MaxPoints];
    private KeyFrame _key = new(), _next = new();

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
    /// <returns>Whether the measures above are of this frame; not so on a first key frame or where the face has no texture.</returns>
    public bool Add(FaceObservation face)
    {
        if (!_key.IsSet || face.Timestamp < _key.Time || Since(_key, face) > Stale)
        {
            Reset();
            _key.Set(face);
            return false;
        }

        _key.Bring(face);
        if (_next.IsSet)
            _next.Bring(face);
        if (_next.IsSet && Since(_key, face) >= MaxLag && Since(_next, face) >= MinLag)
        {
            (_key, _next) = (_next, _key);
            _next.Clear();
        }

        var told = Measure(face);
        if (!_next.IsSet && Lag >= MaxLag - MinLag)
            _next.Set(face);
        return told;
    }

    /// <summary>Forgets the track.</summary>
    public void Reset()
    {
        _key.Clear();
        _next.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _key.Dispose();
        _next.Dispose();
        _flow.Dispose();
    }

    private static double Since(KeyFrame key, FaceObservation face) => (face.Timestamp - key.Time).TotalSeconds;

    private bool Measure(FaceObservation face)
    {
        var points = _key.Points;
        var moved = _moved.AsSpan(0, points.Length);
        var residual = _residual.AsSpan(0, points.Length);
        Lag = Since(_key, face);
        Follow(_key.Before);
        var told = PlanarFit.Homography(points, moved, residual);
        Noise = PlanarFit.Spread(residual, _scratch);
        Follow(_key.Picture);
        SinceKey = _key.Motion(PlanarFit.Similarity(points, moved, residual));
        NonRigid = PlanarFit.Spread(residual, _scratch);
        told &= PlanarFit.Homography(points, moved, residual);
        NonPlanar = PlanarFit.Spread(residual, _scratch);
        return told;
    }

    private void Follow(Image from)
    {
        _flow.Compute(from, _key.Now);
        var field = _flow.Field;
        var points = _key.Points;
        var pixels = _key.Pixels;
        for (var i = 0; i < points.Length; i++)
            _moved[i] = points[i] + field[pixels[i]] * (2 * KeyFrame.Grow / KeyFrame.Side);
    }
}
