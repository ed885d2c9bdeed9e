using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The gallery with the operating point that its size asks for.</summary>
public sealed class GalleryView(Gallery gallery, IActiveCalibration points) : IGalleryView
{
    private readonly Candidate[] _best = new Candidate[1 + RunnersUp.Most];

    /// <inheritdoc/>
    public long Version => gallery.Edits + points.Replacements;

    /// <inheritdoc/>
    public float MinAgreement => points.MinAgreement;

    /// <inheritdoc/>
    public Identification Identify(ReadOnlySpan<float> probe, int frames)
    {
        var threshold = points.DoorThreshold(gallery.References);
        return Identification.Of(_best.AsSpan(0, gallery.Search(probe, _best)), threshold, frames);
    }
}
