using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Embedding;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Vision;

/// <summary>
/// Pixels to embeddings, stage by stage, so that a caller runs only the stages that can still change its decision.
/// Not for use by two threads at a time: make one a thread.
/// </summary>
public sealed class FaceReader : IDisposable
{
    private readonly MtcnnOutputNet _output;
    private readonly FaceMesh _mesh;
    private readonly FaceEmbedder _embedder;

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public FaceReader(ModelCatalogue models)
    {
        _output = new(models);
        _mesh = new(models);
        _embedder = new(models);
    }

    /// <summary>The mesh of the last <see cref="Read"/>.</summary>
    public FaceMesh Mesh => _mesh;

    /// <summary>The aligner, for measuring its inference alone.</summary>
    public MtcnnOutputNet Aligner => _output;

    /// <summary>The embedder, for measuring its inference alone.</summary>
    public FaceEmbedder Embedder => _embedder;

    /// <summary>First stage: the five points and the measures of the picture; pose and eyes are still unknown.</summary>
    public FaceReading Align(Image image, in DetectedFace face)
    {
        var aligned = _output.Align(image, face.Box);
        var quality = PictureQuality.Measure(image, face.Box, aligned.Points);
        return new(face.Box, aligned.Score, aligned.Points, quality);
    }

    /// <summary>Second stage: the mesh, which gives pose and eyes, and a second opinion on the points.</summary>
    public FaceReading Read(Image image, in FaceReading aligned)
    {
        _mesh.Fit(image, aligned.Box, aligned.Points.Roll);
        return aligned with
        {
            // Two networks err apart: the mean of their points aligns better than either (docs/evaluation.md).
            Points = aligned.Points.MeanWith(_mesh.FivePoints()),
            Quality = aligned.Quality with
            {
                Pose = HeadPose.FromMesh(_mesh.Points),
                EyeOpenness = EyeOpenness.FromMesh(_mesh.Points),
                Misfit = 1 - _mesh.Presence,
            },
        };
    }

    /// <summary>Third stage: the embedding.</summary>
    /// <param name="image">BGR.</param>
    /// <param name="points">The face's five points.</param>
    /// <param name="embedding">Receives 512 floats of length 1.</param>
    public void Embed(Image image, in FivePoints points, Span<float> embedding) => _embedder.Embed(image, points, embedding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _mesh.Dispose();
        _embedder.Dispose();
    }
}
