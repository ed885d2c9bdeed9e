namespace AccessKiosk.Storage;

/// <summary>What a person decided about the use of their face.</summary>
public enum ConsentDecision
{
    /// <summary>References may be stored and compared.</summary>
    Granted,

    /// <summary>No references; the person enters by other means.</summary>
    Declined,

    /// <summary>Granted once, taken back: the references and their key were destroyed.</summary>
    Withdrawn,
}
