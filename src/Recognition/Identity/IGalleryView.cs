using AccessKiosk.Storage;

namespace AccessKiosk.Recognition.Identity;

/// <summary>The gallery with the active operating point.</summary>
public interface IGalleryView
{
    /// <summary>Compares a probe with everybody.</summary>
    Identification Identify(ReadOnlySpan<float> probe, int frames);

    /// <summary>Whether a person must show by a movement that they are live, because their references come from pictures that prove nothing.</summary>
    bool NeedsProof(PersonId person) => false;

    /// <summary>Grows whenever somebody who was not recognised may be now: other references, or another operating point.</summary>
    long Version { get; }

    /// <summary>Score that two frames of one person reach; below it a track shows two people.</summary>
    float MinAgreement { get; }
}
