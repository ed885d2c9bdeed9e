using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Liveness.Texture;

/// <summary>
/// The texture classifier: the face's box, grown and pushed back inside the frame, gives a logit a class. Share one among
/// the assessors of a thread.
/// </summary>
public sealed class TextureModel : IDisposable
{
    private readonly TextureNetwork _network;
    private readonly bool[] _isLive;
    private readonly ModelSession _session;
    private readonly ModelBinding _model;

    /// <summary>Loads the model.</summary>
    /// <param name="models">The networks.</param>
    /// <param name="network">What the calibration record says about this one.</param>
    /// <exception cref="ModelException">The model cannot be used, or is not as the record says.</exception>
    public TextureModel(ModelCatalogue models, TextureNetwork network)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _isLive = new bool[network.Classes];
        foreach (var live in network.Live)
            _isLive[live] = true;
        _session = models.Open(network.Model);
        try
        {
            _model = _session.Bind(1, 3, network.Side, network.Side);
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        if (_model.Output(0).Length == network.Classes)
            return;
        var classes = _model.Output(0).Length;
        Dispose();
        throw new ModelException($"The texture model {network.Model} tells {classes} classes apart, the liveness calibration says {network.Classes}.");
    }

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model => _model;

    /// <summary>Log-odds that the picture shows a live face.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="face">The face, from the hair line to the chin.</param>
    public float Logit(Image image, in Box face)
    {
        ArgumentNullException.ThrowIfNull(image);
        var (region, side) = (Inside(face, image.Width, image.Height), _network.Side);
        var map = Matrix3x2.CreateTranslation(-region.X, -region.Y) * Matrix3x2.CreateScale(side / region.Width, side / region.Height);
        Crop.ToTensor(image, map, side, side, _session.Format, _model.Input);
        _model.Run();
        var logits = _model.Output(0);
        return LogSum(logits, live: true) - LogSum(logits, live: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _session.Dispose();
    }

    // Logarithm of the sum of the exponentials of one side's classes.
    private float LogSum(ReadOnlySpan<float> logits, bool live)
    {
        var most = float.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
            if (_isLive[i] == live)
                most = MathF.Max(most, logits[i]);
        var sum = 0f;
        for (var i = 0; i < logits.Length; i++)
            if (_isLive[i] == live)
                sum += MathF.Exp(logits[i] - most);
        return most + MathF.Log(sum);
    }

    // As such networks are trained: the box grows as far as the frame allows and is shifted inside.
    private Box Inside(in Box face, int width, int height)
    {
        var grow = MathF.Min(_network.Crop, MathF.Min((width - 1) / face.Width, (height - 1) / face.Height));
        var (w, h) = (face.Width * grow, face.Height * grow);
        var x = Math.Clamp(face.Center.X - w / 2, 0, Math.Max(0, width - w));
        var y = Math.Clamp(face.Center.Y - h / 2, 0, Math.Max(0, height - h));
        return new(x, y, w, h);
    }
}
