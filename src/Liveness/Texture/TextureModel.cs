using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Texture;

/// <summary>
/// Texture classifier of the MiniFASNet family (Silent-Face-Anti-Spoofing): 1×3×128×128 BGR, 0 to 255, the face's box
/// grown 2.7 times and pushed back inside the frame; three logits, the first is "live". Share one among the assessors of
/// a thread.
/// </summary>
public sealed class TextureModel : IDisposable
{
    private const int Side = 128;
    private const float Grow = 2.7f;

    private static readonly TensorFormat Format = new(ChannelOrder.Bgr, TensorLayout.Chw, 1, 0);

    private readonly ModelSession _session;
    private readonly ModelBinding _model;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public TextureModel(ModelCatalogue models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _session = models.Open(ModelId.TextureLiveness);
        _model = _session.Bind(1, 3, Side, Side);
    }

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model => _model;

    /// <summary>Log-odds that the picture shows a live face.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="face">The face, from the hair line to the chin.</param>
    public float Logit(Image image, in Box face)
    {
        ArgumentNullException.ThrowIfNull(image);
        var region = Inside(face, image.Width, image.Height);
        var map = Matrix3x2.CreateTranslation(-region.X, -region.Y) * Matrix3x2.CreateScale(Side / region.Width, Side / region.Height);
        Crop.ToTensor(image, map, Side, Side, Format, _model.Input);
        _model.Run();
        var o = _model.Output(0);
        var other = MathF.Max(o[1], o[2]);
        return o[0] - other - MathF.Log(MathF.Exp(o[1] - other) + MathF.Exp(o[2] - other));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _session.Dispose();
    }

    // As the network was trained: the box grows as far as the frame allows and is shifted inside.
    private static Box Inside(in Box face, int width, int height)
    {
        var grow = MathF.Min(Grow, MathF.Min((width - 1) / face.Width, (height - 1) / face.Height));
        var (w, h) = (face.Width * grow, face.Height * grow);
        var x = Math.Clamp(face.Center.X - w / 2, 0, Math.Max(0, width - w));
        var y = Math.Clamp(face.Center.Y - h / 2, 0, Math.Max(0, height - h));
        return new(x, y, w, h);
    }
}
