using AccessKiosk.Recognition.Decisions;

namespace AccessKiosk.Access.Lanes;

/// <summary>Takes what a granted track could renew the person's references with.</summary>
public interface IReferenceRenewals
{
    /// <summary>Looks at a track that was let in; returns at once.</summary>
    void Offer(in Decision decision, in TrackEvidence evidence);
}
