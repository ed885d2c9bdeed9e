using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The gallery with the operating point that its size asks for.</summary>
public sealed class GalleryView(Gallery gallery, IOperatingPoints points) : IGalleryView
{
    private readonly Candidate[] _best = new Candidate[2];

    /// <inheritdoc/>
    public float MinAgreement => points.MinAgreement;

    /// <inheritdoc/>
    public Identification Identify(ReadOnlySpan<float> probe, int frames)
    {
        var threshold = points.DoorThreshold(gallery.References);
        var found = gallery.Search(probe, _best);
        if (found == 0)
            return new(null, 0, 0, threshold, frames);
        var margin = found > 1 ? _best[0].Score - _best[1].Score : float.PositiveInfinity;
        return new(_best[0].Person, _best[0].Score, margin, threshold, frames);
    }
}
