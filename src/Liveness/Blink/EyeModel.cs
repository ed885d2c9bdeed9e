using System.Numerics;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Blink;

/// <summary>
/// MediaPipe's iris model (Ablavatski et al. 2020), used for its lid contour: 1×3×64×64 RGB in [0, 1], 76 points. The
/// first nine run along the lower lid from corner to corner, the next seven along the upper one. Share one among the
/// assessors of a thread.
/// </summary>
public sealed class EyeModel : IDisposable
{
    private const int Side = 64;
    private const float Grow = 2.3f;

    private static readonly TensorFormat Format = new(ChannelOrder.Rgb, TensorLayout.Chw, 1 / 255f, 0);

    private readonly ModelSession _session;
    private readonly ModelBinding _model;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public EyeModel(ModelCatalogue models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _session = models.Open(ModelId.Iris);
        _model = _session.Bind(1, 3, Side, Side);
    }

    /// <summary>How far the lids are apart, over the eye's width: about 0.3 when open.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="from">The eye's corner at the picture's left.</param>
    /// <param name="to">Its other corner.</param>
    /// <param name="mirrored">Whether to mirror the picture: the model knows one of the two eyes.</param>
    public float Openness(Image image, Vector2 from, Vector2 to, bool mirrored)
    {
        var (middle, across) = ((from + to) / 2, to - from);
        var map = Matrix3x2.CreateTranslation(-middle) * Matrix3x2.CreateRotation(-MathF.Atan2(across.Y, across.X))
            * Matrix3x2.CreateScale(Side / (Grow * across.Length()) * new Vector2(mirrored ? -1 : 1, 1))
            * Matrix3x2.CreateTranslation(Side / 2f, Side / 2f);
        Crop.ToTensor(image, map, Side, Side, Format, _model.Input, Border.Replicate);
        _model.Run();
        var p = _model.Output(0);
        var open = 0f;
        for (var i = 1; i <= 7; i++)
            open += Vector2.Distance(At(p, i), At(p, i + 8));
        return open / 7 / MathF.Max(1, Vector2.Distance(At(p, 0), At(p, 8)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _session.Dispose();
    }

    private static Vector2 At(ReadOnlySpan<float> points, int index) => new(points[3 * index], points[3 * index + 1]);
}
