using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>A face as MTCNN's last stage sees it.</summary>
/// <param name="Box">From the brows to the chin.</param>
/// <param name="Score">Confidence that it is a face, 0 to 1.</param>
/// <param name="Points">The five points.</param>
public readonly record struct AlignedFace(Box Box, float Score, FivePoints Points);

/// <summary>
/// MTCNN's last stage (Zhang et al. 2016) on the box of another detector: the five points for a fraction of the
/// cascade's time, and a second opinion on whether it is a face. Not thread-safe.
/// </summary>
public sealed class MtcnnOutputNet : IDisposable
{
    internal const int Side = 48;

    // BlazeFace's box is a little tighter than the windows that O-Net was trained on.
    private const float Grow = 1.1f;

    private readonly ModelSession _session;
    private readonly MtcnnWindows _windows;

    /// <summary>Loads the model.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    public MtcnnOutputNet(ModelCatalogue models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _session = models.Open(ModelId.MtcnnOutput);
        _windows = new(_session, Side, 1);
    }

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model => _windows.Model;

    /// <summary>Finds the five points of a detected face.</summary>
    public AlignedFace Align(Image image, in Box face)
    {
        _windows.Run(image, face.Square(Grow));
        return new(new MtcnnCandidate(_windows.Box(0), 0, _windows.Shift(0)).Corrected(), _windows.Score(0), _windows.Points(0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _windows.Dispose();
        _session.Dispose();
    }
}
