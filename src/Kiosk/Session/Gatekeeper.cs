using AccessKiosk.Enrollment.People;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.Policy;
using AccessKiosk.Kiosk.Recognition;

namespace AccessKiosk.Kiosk.Session;

/// <summary>Between recognition and door: asks the policy, works the door, remembers failures. Safe from any thread.</summary>
/// <param name="policy">The rules.</param>
/// <param name="door">The door.</param>
/// <param name="accessOf">A person's rights; null for somebody erased meanwhile.</param>
/// <param name="time">The clock.</param>
/// <param name="memory">What the rules remember, shared with the other doors; null: what ends with this one.</param>
internal sealed class Gatekeeper(PolicyBook policy, Door door, Func<PersonId, PersonAccess?> accessOf, TimeProvider time, GateMemory? memory = null)
{
    private readonly GateMemory _memory = memory ?? new();

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
        lock (_memory.Gate)
            return Ask(request, decision.Reason, $"track {decision.Track}");
    }

    private GateAnswer Ask(in AccessRequest request, string reason, string detail)
    {
        var rules = policy.Current;
        var rule = rules.Decide(request, _memory.State);
        _memory.State = rules.Remember(request, rule, _memory.State);
        if (rule.Outcome is not AccessOutcome.Grant)
        {
            var isRule = request.Face is FaceAnswer.Identified || rule.Reason is AccessReason.LockedOut or AccessReason.Lockdown;
            return new(rule.Outcome, isRule ? $"{reason}, but the rules refuse: {rule.Reason}" : reason);
        }

        var answer = door.Grant(detail);
        if (!answer.Open)
            return new(AccessOutcome.Deny, $"the door refuses: {answer.Mode}");
        _memory.State = rules.Passed(request, _memory.State);
        return new(AccessOutcome.Grant, reason);
    }
}

/// <summary>What became of a decision at the door.</summary>
/// <param name="Outcome">What the person is told; granted only when the lock is open now.</param>
/// <param name="Reason">Why, for staff.</param>
internal readonly record struct GateAnswer(AccessOutcome Outcome, string Reason)
{
    /// <summary>Whether the lock is open now.</summary>
    public bool Open => Outcome is AccessOutcome.Grant;
}
