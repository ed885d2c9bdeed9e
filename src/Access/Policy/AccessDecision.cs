using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Policy;

/// <summary>All that the person at the door learns.</summary>
public enum AccessOutcome
{
    /// <summary>Stay out. The zero value, so that a forgotten decision refuses.</summary>
    Deny,

    /// <summary>Type the PIN; ask again with it.</summary>
    AskPin,

    /// <summary>Come in.</summary>
    Grant,
}

/// <summary>The policy's answer.</summary>
/// <param name="Outcome">All that the person learns.</param>
/// <param name="Reason">Why it is refused, or which soft rule a grant breaks; null for neither. For staff and the record, never shown at the door.</param>
/// <param name="Duress">Raise the silent alarm for every outcome; nothing at the door may show it.</param>
public readonly record struct AccessDecision(AccessOutcome Outcome, ReasonCode? Reason, bool Duress = false);
