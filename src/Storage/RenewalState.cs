namespace AccessKiosk.Storage;

/// <summary>What became of a proposal.</summary>
public enum RenewalState
{
    /// <summary>It waits for an operator.</summary>
    Waiting,

    /// <summary>It became a reference.</summary>
    Accepted,

    /// <summary>An operator refused it.</summary>
    Rejected,

    /// <summary>Nobody decided in time.</summary>
    Expired,
}
