using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Alignment;

/// <summary>
/// MediaPipe's face mesh (Kartynnik et al. 2019): 468 points with depth. Input 1×3×192×192 RGB in [0, 1], cut out
/// upright at 1.5 times the detector's box. Not thread-safe.
/// </summary>
public sealed class FaceMesh : IDisposable
{
    /// <summary>Number of points.</summary>
    public const int Count = 468;

    private const int Side = 192;
    private const float Grow = 1.5f;

    private readonly ModelSession _session;
    private readonly int _pointsOutput, _presenceOutput;
    private readonly Vector3[] _points = new Vector3[Count];

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public FaceMesh(ModelCatalogue models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _session = models.Open(ModelId.FaceMesh);
        Model = _session.Bind(1, 3, Side, Side);
        (_pointsOutput, _presenceOutput) = (Model.IndexOf("points"), Model.IndexOf("presence"));
    }

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model { get; }

    /// <summary>The points of the last fit in pixels of the frame; depth in the same unit, smaller is nearer.</summary>
    public ReadOnlySpan<Vector3> Points => _points;

    /// <summary>Whether there is a face under the last fit, 0 to 1.</summary>
    public float Presence { get; private set; }

    /// <summary>Fits the mesh to a face.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="face">The face from the brows to the chin.</param>
    /// <param name="roll">Angle of the line through its eyes, radians.</param>
    public void Fit(Image image, in Box face, float roll)
    {
        ArgumentNullException.ThrowIfNull(image);
        var square = face.Square(Grow);
        var scale = Side / square.Width;
        var toCrop = Matrix3x2.CreateTranslation(-square.Center)
            * Matrix3x2.CreateRotation(-roll)
            * Matrix3x2.CreateScale(scale)
            * Matrix3x2.CreateTranslation(Side / 2f, Side / 2f);
        Crop.ToTensor(image, toCrop, Side, Side, _session.Format, Model.Input);
        Model.Run();

        Matrix3x2.Invert(toCrop, out var toFrame);
        var raw = Model.Output(_pointsOutput);
        for (var i = 0; i < Count; i++)
        {
            var at = Vector2.Transform(new(raw[3 * i], raw[3 * i + 1]), toFrame);
            _points[i] = new(at, raw[3 * i + 2] / scale);
        }

        Presence = 1 / (1 + MathF.Exp(-Model.Output(_presenceOutput)[0]));
    }

    /// <summary>The five alignment points of the last fit.</summary>
    public FivePoints FivePoints() => new(
        Middle(33, 133), Middle(362, 263), Flat(1), Flat(61), Flat(291));

    /// <summary>The bounding box of the last fit: from the hair line to the chin.</summary>
    public Box Bounds()
    {
        var (low, high) = (Flat(0), Flat(0));
        foreach (var p in _points)
        {
            var flat = new Vector2(p.X, p.Y);
            (low, high) = (Vector2.Min(low, flat), Vector2.Max(high, flat));
        }

        return new(low.X, low.Y, high.X - low.X, high.Y - low.Y);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        _session.Dispose();
    }

    private Vector2 Flat(int i) => new(_points[i].X, _points[i].Y);

    private Vector2 Middle(int i, int j) => (Flat(i) + Flat(j)) / 2;
}
