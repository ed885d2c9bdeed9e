using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Tracing;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Gate;

/// <summary>Between recognition and door, for one camera: asks the policy, works the door, remembers failures. Thread-safe.</summary>
/// <param name="doorway">The door.</param>
/// <param name="trust">The camera's word at it.</param>
/// <param name="direction">Which way the camera lets people through.</param>
/// <param name="accessOf">A person's rights; null for somebody erased meanwhile.</param>
/// <param name="time">The clock.</param>
public sealed class Gatekeeper(DoorContext doorway, CameraTrust trust, DoorDirection direction, Func<PersonId, PersonAccess?> accessOf, TimeProvider time)
{
    /// <summary>How long a face that was identified waits for its PIN.</summary>
    public static readonly TimeSpan PinTime = TimeSpan.FromSeconds(30);

    private readonly PersistedAccessState _memory = doorway.Memory;
    private AwaitedPin? _awaited;

    /// <summary>The door.</summary>
    public Door Door => doorway.Door;

    /// <summary>Whose PIN is awaited; null when none is, or not any more.</summary>
    public AwaitedPin? Awaited => Volatile.Read(ref _awaited) is { } awaited && time.GetElapsedTime(awaited.Since) < PinTime ? awaited : null;

    /// <summary>Whether the door lets people in by staff number and PIN at all.</summary>
    public bool AllowsPinOnly => doorway.Policy.Current.AllowsPinOnly(Door.Name);

    /// <summary>Acts on a decision about a track.</summary>
    public GateAnswer Ask(in Decision decision)
    {
        if (decision is { Reason: ReasonCode.TooAlike, Alike: { Count: > 0 } people })
            return AskAlike(decision, people);
        var face = decision.IsIdentified ? FaceAnswer.Identified : decision.IsAttack ? FaceAnswer.Attack : FaceAnswer.Unknown;
        var person = face is FaceAnswer.Identified && decision.Person is { } id ? accessOf(id) : null;
        var request = Request(face, person);
        lock (_memory.Gate)
        {
            var answer = Ask(request, decision.Reason ?? ReasonCode.UnknownFace, $"track {decision.Track}");
            // Whoever else stands before the camera now: the PIN that was awaited is not theirs to type.
            _awaited = answer.Outcome is AccessOutcome.AskPin ? new(decision, [decision.Person!.Value], time.GetTimestamp()) : null;
            return answer;
        }
    }

    /// <summary>Asks again with the PIN that was awaited. A wrong one may be typed again until the time or the lockout ends it.</summary>
    /// <param name="awaited">Whose PIN was awaited.</param>
    /// <param name="person">Whose PIN it is; null for nobody's of those awaited.</param>
    /// <param name="pin">What became of it.</param>
    /// <returns>Refused when <paramref name="awaited"/> is awaited no more.</returns>
    public GateAnswer Ask(AwaitedPin awaited, PersonId? person, PinAnswer pin)
    {
        ArgumentNullException.ThrowIfNull(awaited);
        lock (_memory.Gate)
        {
            if (Awaited != awaited)
                return new(AccessOutcome.Deny, ReasonCode.PinTooLate, Duress: pin is PinAnswer.Duress);
            var answer = default(GateAnswer);
            // A wrong PIN counts for everybody whose it could have been.
            foreach (var one in person is { } known ? [known] : awaited.People)
            {
                var request = Request(FaceAnswer.Identified, accessOf(one), pin) with { NeedsPin = !awaited.Decision.IsIdentified };
                var next = Ask(request, ReasonCode.UnknownFace, $"track {awaited.Decision.Track} and PIN");
                answer = next with { Alarm = AccessPolicy.Graver(answer.Alarm, next.Alarm) };
            }

            if (answer.Reason is not ReasonCode.WrongPin)
                _awaited = null;
            return answer;
        }
    }

    /// <summary>Asks for somebody who typed a staff number and a PIN instead of showing a face.</summary>
    /// <param name="person">Whose number it is; null: nobody's.</param>
    /// <param name="pin">What became of the PIN.</param>
    /// <param name="display">Where they were typed, as in <see cref="PadKey.Of"/>.</param>
    public GateAnswer Ask(PersonId? person, PinAnswer pin, string display)
    {
        var request = Request(FaceAnswer.NotUsed, person is { } id ? accessOf(id) : null, pin) with { Display = display };
        lock (_memory.Gate)
            return Ask(request, ReasonCode.UnknownNumber, "PIN");
    }

    // The face of one of several people: the PIN says which, where one of them may pass with it.
    private GateAnswer AskAlike(in Decision decision, IReadOnlyList<PersonId> people)
    {
        lock (_memory.Gate)
        {
            if (Door.State.Has(DoorConditions.Lockdown))
                return Ask(Request(FaceAnswer.Unknown, null), ReasonCode.TooAlike, $"track {decision.Track}");
            var (rules, state) = (doorway.Policy.Current, _memory.State);
            PersonId[] able = [.. people.Where(person => rules.Decide(Request(FaceAnswer.Identified, accessOf(person)) with { NeedsPin = true }, state).Outcome is AccessOutcome.AskPin)];
            _awaited = able.Length > 0 ? new(decision, able, time.GetTimestamp()) : null;
            if (able.Length > 0)
                return new(AccessOutcome.AskPin, ReasonCode.TooAlike);
            doorway.Indicators?.ShowDenied();
            return new(AccessOutcome.Deny, ReasonCode.TooAlike);
        }
    }

    private AccessRequest Request(FaceAnswer face, PersonAccess? person, PinAnswer pin = PinAnswer.NotGiven)
    {
        var now = time.GetUtcNow();
        return new(Door.Name, now, face, person, pin, Door.State.Has(DoorConditions.Lockdown), direction) { Steady = _memory.Steady(now) };
    }

    private GateAnswer Ask(in AccessRequest request, ReasonCode unknown, string detail)
    {
        var answer = Decide(request, unknown, detail);
        if (answer.Outcome is AccessOutcome.Deny)
            doorway.Indicators?.ShowDenied();
        return answer;
    }

    private GateAnswer Decide(in AccessRequest request, ReasonCode unknown, string detail)
    {
        var rules = doorway.Policy.Current;
        AccessDecision rule;
        EventCode? alarm;
        using (DecisionTrace.Step("rules"))
        {
            var state = _memory.State.Settle(request.At, request.Steady);
            rule = rules.Decide(request, state);
            _memory.State = rules.Remember(request, rule, state);
            alarm = AccessPolicy.AlarmOf(request, state, _memory.State);
        }

        if (rule.Outcome is AccessOutcome.AskPin)
            return new(rule.Outcome, null);
        if (rule.Outcome is not AccessOutcome.Grant)
            return new(rule.Outcome, rule.Reason is ReasonCode.UnknownFace ? unknown : rule.Reason, rule.Duress, alarm);

        // Another camera may keep the door from being locked for it.
        if (request.Face is FaceAnswer.Identified && !trust.IsTrusted)
            return new(AccessOutcome.Deny, ReasonCode.CameraFault, rule.Duress);
        using var opening = DecisionTrace.Step("relay");
        var answer = request.Face is FaceAnswer.NotUsed ? Door.GrantByPin(detail) : Door.Grant(detail);
        if (!answer.Open)
            return new(AccessOutcome.Deny, RefusalOf(answer.Mode), rule.Duress);
        doorway.PendingEntries.Granted(request);
        return new(AccessOutcome.Grant, rule.Reason, rule.Duress);
    }

    private static ReasonCode RefusalOf(DoorMode mode) => mode switch
    {
        DoorMode.Interlocked => ReasonCode.Interlocked,
        DoorMode.Tampered => ReasonCode.Tampered,
        DoorMode.Lockdown => ReasonCode.Lockdown,
        DoorMode.Impaired or DoorMode.Fault => ReasonCode.DoorFault,
        _ => ReasonCode.DoorRefuses,
    };
}

/// <summary>What became of a decision at the door.</summary>
/// <param name="Outcome">What the person is told; granted only when the lock is open now.</param>
/// <param name="Reason">Why it was refused, or which soft rule was broken; null for neither.</param>
/// <param name="Duress">Raise the silent alarm; nothing at the door may show it.</param>
/// <param name="Alarm">An alarm to raise about tried PINs; null for none.</param>
public readonly record struct GateAnswer(AccessOutcome Outcome, ReasonCode? Reason, bool Duress = false, EventCode? Alarm = null)
{
    /// <summary>Whether the lock is open now.</summary>
    public bool Open => Outcome is AccessOutcome.Grant;
}

/// <summary>A face that was identified and waits for its PIN.</summary>
/// <param name="Decision">The decision about the face.</param>
/// <param name="People">Whose PIN may be typed: one person's, or that of any of those who are too alike.</param>
/// <param name="Since">Since when, on the monotonic clock.</param>
public sealed record AwaitedPin(Decision Decision, IReadOnlyList<PersonId> People, long Since);
