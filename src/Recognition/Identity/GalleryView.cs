using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Enrollment.Thresholds;
using AccessKiosk.Storage;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The gallery with the operating point that its size asks for.</summary>
/// <param name="gallery">Everybody's references.</param>
/// <param name="points">The operating points.</param>
/// <param name="needsProof">Who must show by a movement that they are live; null: nobody in particular.</param>
public sealed class GalleryView(Gallery gallery, IActiveCalibration points, Func<PersonId, bool>? needsProof = null) : IGalleryView
{
    private readonly Candidate[] _best = new Candidate[1 + RunnersUp.Most];

    /// <inheritdoc/>
    public long Version => gallery.Edits + points.Replacements;

    /// <inheritdoc/>
    public float MinAgreement => points.MinAgreement;

    /// <inheritdoc/>
    public bool NeedsProof(PersonId person) => needsProof?.Invoke(person) == true;

    /// <inheritdoc/>
    public Identification Identify(ReadOnlySpan<float> probe, int frames)
    {
        var threshold = points.DoorThreshold(gallery.References);
        return Identification.Of(_best.AsSpan(0, gallery.Search(probe, _best)), threshold, frames);
    }
}
