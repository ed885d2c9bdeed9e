namespace AccessKiosk.Storage;

/// <summary>Why a reference was stored.</summary>
public enum ReferenceOrigin
{
    /// <summary>Captured when the person was enrolled.</summary>
    Enrollment,

    /// <summary>Proposed later by a confident match; must also match the first enrolment.</summary>
    Update,
}
