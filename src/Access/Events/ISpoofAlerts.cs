using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Recognition.Perception;

namespace AccessKiosk.Access.Events;

/// <summary>Keeps what the reviewer needs of a suspected attack.</summary>
public interface ISpoofAlerts
{
    /// <summary>Takes an alert.</summary>
    /// <param name="door">The door's name.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="jpeg">The face and its surround; stored encrypted, for a limited time.</param>
    /// <param name="evidence">What every cue said over time.</param>
    void Raise(string door, in Decision decision, byte[] jpeg, LivenessEvidence evidence);
}
