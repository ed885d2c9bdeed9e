using System.Numerics.Tensors;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Embedding;

/// <summary>
/// ArcFace embedder with a MobileFaceNet backbone (Deng et al. 2019, Chen et al. 2018). Input 1×3×112×112 BGR,
/// (x − 127.5)/128; output 512 floats, here of length 1, so that a dot product is the comparison score (cosine).
/// Not thread-safe.
/// </summary>
public sealed class FaceEmbedder : IDisposable
{
    /// <summary>Length of an embedding.</summary>
    public const int Dimensions = 512;

    private readonly ModelSession _session;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public FaceEmbedder(ModelCatalogue models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _session = models.Open(ModelId.Embedder);
        Model = _session.Bind(1, 3, ArcFaceTemplate.Side, ArcFaceTemplate.Side);
    }

    /// <summary>SHA-256 of the model: embeddings of different models must never be compared.</summary>
    public static string ModelHash => ModelCatalogue.Sha256(ModelId.Embedder);

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model { get; }

    /// <summary>Embeds one face.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="points">The face's five points.</param>
    /// <param name="embedding">Receives 512 floats of length 1.</param>
    public void Embed(Image image, in FivePoints points, Span<float> embedding)
    {
        Crop.ToTensor(image, ArcFaceTemplate.Align(points), ArcFaceTemplate.Side, ArcFaceTemplate.Side, _session.Format, Model.Input);
        Model.Run();
        var raw = Model.Output(0);
        TensorPrimitives.Divide(raw, TensorPrimitives.Norm(raw), embedding);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        _session.Dispose();
    }
}
