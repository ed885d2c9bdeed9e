using AccessKiosk.Access.Events;
using AccessKiosk.Access.Lanes.Lending;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Lanes;

/// <summary>The recipients of a camera loop's results. Only events are required; a played recording needs no more.</summary>
public sealed record SessionOutlets
{
    /// <summary>What happens.</summary>
    public required IEventSink Events { get; init; }

    /// <summary>Names of people.</summary>
    public required Func<PersonId, string?> NameOf { get; init; }

    /// <summary>Suspected attacks.</summary>
    public ISpoofAlerts? Alerts { get; init; }

    /// <summary>What could renew references.</summary>
    public IReferenceRenewals? Renewals { get; init; }

    /// <summary>Who was let in after a challenge.</summary>
    public IProofOfLife? Proofs { get; init; }

    /// <summary>Picture and moment, for pages.</summary>
    public LiveView? View { get; init; }

    /// <summary>Who borrows the camera.</summary>
    public CameraLease? Lease { get; init; }

    /// <summary>Lights the face.</summary>
    public FaceLight? Light { get; init; }

    /// <summary>That the loop makes progress.</summary>
    public ProgressStage? Progress { get; init; }
}
