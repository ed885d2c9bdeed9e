using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Policy;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Session;

/// <summary>Between recognition and door: asks the policy, works the door, remembers failures. Used by one thread.</summary>
/// <param name="policy">The rules.</param>
/// <param name="door">The door.</param>
/// <param name="accessOf">A person's rights; null for somebody erased meanwhile.</param>
/// <param name="time">The clock.</param>
internal sealed class Gatekeeper(AccessPolicy policy, Door door, Func<PersonId, PersonAccess?> accessOf, TimeProvider time)
{
    private AccessState _state = AccessState.Empty;

    /// <summary>Acts on a decision about a track.</summary>
    public GateAnswer Ask(in Decision decision)
    {
        var face = decision.Outcome switch
        {
            Outcome.Identified => FaceAnswer.Identified,
            Outcome.Attack => FaceAnswer.Attack,
            _ => FaceAnswer.Unknown,
        };
        var person = face is FaceAnswer.Identified && decision.Person is { } id ? accessOf(id) : null;
        var request = new AccessRequest(door.Name, time.GetUtcNow(), face, person);
        var rule = policy.Decide(request, _state);
        _state = policy.Remember(request, rule, _state);
        if (rule.Outcome is not AccessOutcome.Grant)
            return new(false, face is FaceAnswer.Identified || rule.Reason is AccessReason.LockedOut or AccessReason.Lockdown ? $"{decision.Reason}, but the rules refuse: {rule.Reason}" : decision.Reason);

        var answer = door.Grant($"track {decision.Track}");
        if (!answer.Open)
            return new(false, $"the door refuses: {answer.Mode}");
        _state = policy.Passed(request, _state);
        return new(true, decision.Reason);
    }
}

/// <summary>What became of a decision at the door.</summary>
/// <param name="Open">Whether the lock is open now.</param>
/// <param name="Reason">Why, for staff.</param>
internal readonly record struct GateAnswer(bool Open, string Reason);
