namespace AccessKiosk.Hardware.Doors;

/// <summary>All that a door remembers. Times count from an arbitrary start on a clock that never jumps.</summary>
public readonly record struct DoorState
{
    /// <summary>What stands until lifted.</summary>
    public DoorConditions Conditions { get; init; }

    /// <summary>The end of the running pulse.</summary>
    public TimeSpan? UnlockedUntil { get; init; }

    /// <summary>The running pulse was given for a face.</summary>
    public bool IsFacePulse { get; init; }

    /// <summary>Nobody has opened the door in the running pulse yet.</summary>
    public bool IsUnusedPulse { get; init; }

    /// <summary>When an opening ends the running pulse: shortly after it, since a contact may only have shivered.</summary>
    public TimeSpan? RelockAt { get; init; }

    /// <summary>An opening up to this moment is the leaf's rebound from its closing.</summary>
    public TimeSpan? ReboundUntil { get; init; }

    /// <summary>Rebounds after one passage end at this moment at the latest.</summary>
    public TimeSpan ReboundLimit { get; init; }

    /// <summary>The leaf is open by a rebound: its closing was recorded already.</summary>
    public bool IsRebound { get; init; }

    /// <summary>An opening up to this moment is no forced entry (the lock has just closed, or REX was just released).</summary>
    public TimeSpan? ShuntUntil { get; init; }

    /// <summary>REX is active and excuses openings up to this moment.</summary>
    public TimeSpan? RexUntil { get; init; }

    /// <summary>The leaf.</summary>
    public DoorLeaf Leaf { get; init; }

    /// <summary>When the held-open clock of an open leaf began.</summary>
    public TimeSpan OpenSince { get; init; }

    /// <summary>Why the lock is as it is.</summary>
    public DoorMode Mode => Conditions switch
    {
        >= DoorConditions.Emergency => DoorMode.Emergency,
        >= DoorConditions.Fault => DoorMode.Fault,
        >= DoorConditions.Lockdown => DoorMode.Lockdown,
        >= DoorConditions.PeerBusy => DoorMode.Interlocked,
        _ when UnlockedUntil is not null => DoorMode.Unlocked,
        >= DoorConditions.Tamper => DoorMode.Tampered,
        >= DoorConditions.HoldOpen => DoorMode.HoldOpen,
        >= DoorConditions.FacesBarred => DoorMode.Impaired,
        _ => DoorMode.Locked,
    };

    /// <summary>Whether the lock must be driven open.</summary>
    public bool IsUnlocked => Mode is DoorMode.Unlocked or DoorMode.HoldOpen or DoorMode.Emergency;

    /// <summary>Unlocked until further notice: an open leaf is as it should be.</summary>
    public bool IsFreePassage => Mode is DoorMode.HoldOpen or DoorMode.Emergency;

    /// <summary>Something locks the door against a hold: one that went on would spring open when that ends.</summary>
    public bool IsLockedAgainstHold => Has(DoorConditions.Tamper | DoorConditions.PeerBusy | DoorConditions.Lockdown | DoorConditions.Fault);

    /// <summary>A hold that is asked for now would change nothing until something stronger ends, and then count unseen.</summary>
    public bool RefusesHold => IsLockedAgainstHold || Has(DoorConditions.Emergency);

    /// <summary>Locked and closed, so that the other door of an interlock may open.</summary>
    public bool IsSecure => !IsUnlocked && Leaf is DoorLeaf.Closed;

    /// <summary>Whether any of <paramref name="condition"/> stands.</summary>
    public bool Has(DoorConditions condition) => (Conditions & condition) != DoorConditions.None;
}

/// <summary>What one input led to.</summary>
/// <param name="State">The state afterwards.</param>
/// <param name="Actions">What must be done and recorded.</param>
public readonly record struct DoorTransition(DoorState State, DoorActions Actions);
