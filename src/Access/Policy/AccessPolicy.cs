using System.Collections.Immutable;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage.Events;

namespace AccessKiosk.Access.Policy;

/// <summary>
/// The rules of who may pass. Pure: the same request, state and model give the same answer, in microseconds. On any
/// doubt the answer is to deny.
/// </summary>
/// <param name="model">The rules of the site.</param>
public sealed class AccessPolicy(AccessModel model)
{
    /// <summary>Decides. The first rule that is not met gives the reason.</summary>
    public AccessDecision Decide(in AccessRequest request, AccessState state)
    {
        var decision = Rule(request, state);
        return decision with { Duress = request is { Face: FaceAnswer.Identified or FaceAnswer.NotUsed, Person: not null, Pin: PinAnswer.Duress } };
    }

    /// <summary>
    /// What to remember of a decision. Failed entries by number and PIN are counted by pad, wrong PINs by person; only a grant
    /// by the same way clears them. Faces that are refused are not counted: who looks in at the door bars nobody.
    /// </summary>
    public AccessState Remember(in AccessRequest request, in AccessDecision decision, AccessState state)
    {
        var byNumber = request.Face is FaceAnswer.NotUsed;
        if (decision.Outcome is AccessOutcome.Grant)
        {
            // Only the right PIN clears wrong ones: a door without a PIN must not give fresh guesses.
            var proved = request.Pin is PinAnswer.Right or PinAnswer.Duress;
            return state with
            {
                PadFailures = byNumber ? state.PadFailures.Remove(request.Pad) : state.PadFailures,
                PersonFailures = proved ? state.PersonFailures.Remove(request.Person!.Id) : state.PersonFailures,
            };
        }

        var next = state;
        if (byNumber && decision.Reason is (ReasonCode.WrongPin or ReasonCode.UnknownNumber or ReasonCode.FaceNeeded))
            next = next with { PadFailures = Count(next.PadFailures, request.Pad, request.Steady) };
        if (decision.Reason is ReasonCode.WrongPin)
            next = next with { PersonFailures = Count(next.PersonFailures, request.Person!.Id, request.Steady) };
        return next;
    }

    /// <summary>The alarm that a request which was remembered raises: PINs are being tried out at the pad or of the person, or one of them stays closed.</summary>
    /// <returns>Null for none.</returns>
    public static EventCode? AlarmOf(in AccessRequest request, AccessState before, AccessState after)
    {
        var pad = Alarm(before.PadFailures.GetValueOrDefault(request.Pad), after.PadFailures.GetValueOrDefault(request.Pad));
        var pin = request.Person is { Id: var person } ? Alarm(before.PersonFailures.GetValueOrDefault(person), after.PersonFailures.GetValueOrDefault(person)) : null;
        return Graver(pad, pin);
    }

    /// <summary>Which of two alarms about tried PINs is raised where both are due: that something stays closed.</summary>
    public static EventCode? Graver(EventCode? one, EventCode? other) => other == EventCodes.AlarmPinClosed ? other : one ?? other;

    private static EventCode? Alarm(FailureCount? before, FailureCount? after) =>
        after is { IsClosed: true } && before is not { IsClosed: true } ? EventCodes.AlarmPinClosed
        : after?.IsGuessing(before) is true ? EventCodes.AlarmPinGuessing
        : null;

    /// <summary>What to remember when a person who was granted has gone through (the door opened, or has no contact).</summary>
    public AccessState Passed(in AccessRequest request, AccessState state)
    {
        if (request.Person is not { } person || model.Door(request.Door) is not { } door)
            return state;

        var next = state;
        if (door.AntiPassback is not AntiPassback.None && door.Leads(request.Direction).To is { } zone)
            next = next with { Presences = next.Presences.SetItem(person.Id, new(zone, request.At)) };
        // A person who leaves is not the first to come.
        if (request.Direction is DoorDirection.In && (door.FirstPersonGroups.IsEmpty || IsMember(person, door.FirstPersonGroups)))
            next = next with { FirstIn = next.FirstIn.SetItem(door.Name, request.At) };
        return next;
    }

    /// <summary>Whether the schedule holds a door unlocked now.</summary>
    public bool IsHeldOpen(string name, DateTimeOffset at, AccessState state) =>
        model.Door(name) is { HoldOpen: { } schedule } door
        && schedule.IsOn(at)
        && (!door.HoldOpenAfterFirstPerson || FirstPersonCame(door, at, state));

    /// <summary>The day of the site on which the shift at a door began: one that goes over midnight is one shift.</summary>
    /// <param name="name">The door; null or unknown: every door.</param>
    /// <param name="at">A moment.</param>
    public DateOnly ShiftDay(string? name, DateTimeOffset at)
    {
        if (name is not null && model.Door(name) is { } door)
            return door.ShiftDay(at);
        foreach (var one in model.Doors)
            if (one.ShiftDay(at) is var day && day < one.Day(at))
                return day;
        return model.Doors.FirstOrDefault()?.Day(at) ?? DateOnly.FromDateTime(at.UtcDateTime);
    }

    /// <summary>Whether a door lets anybody in by staff number and PIN.</summary>
    public bool AllowsPinOnly(string name) => model.Door(name) is { AllowPinOnly: true };

    /// <summary>How long entry by number and PIN is barred at a pad because of failures, <see cref="TimeSpan.MaxValue"/> until staff end it; null when it is not. <paramref name="at"/> is a moment of <see cref="AccessRequest.Steady"/>.</summary>
    public TimeSpan? PadBarred(string pad, DateTimeOffset at, AccessState state) => Left(state.PadFailures.GetValueOrDefault(pad), at);

    /// <summary>The pads of a door that are barred, with how long, as in <see cref="PadBarred"/>.</summary>
    public IEnumerable<(string Pad, TimeSpan Left)> BarredPads(string door, DateTimeOffset at, AccessState state) =>
        from pad in state.PadFailures.Keys where PadKey.IsOf(pad, door) let left = PadBarred(pad, at, state) where left is not null select (pad, left.Value);

    /// <summary>The people whose PIN is barred, with how long, as in <see cref="PinBarred"/>.</summary>
    public IEnumerable<(Guid Person, TimeSpan Left)> BarredPins(DateTimeOffset at, AccessState state) =>
        from person in state.PersonFailures.Keys let left = PinBarred(person, at, state) where left is not null select (person, left.Value);

    /// <summary>How long a person's PIN is barred because of failures, <see cref="TimeSpan.MaxValue"/> until staff end it; null when it is not.</summary>
    public TimeSpan? PinBarred(Guid person, DateTimeOffset at, AccessState state) => Left(state.PersonFailures.GetValueOrDefault(person), at);

    private AccessDecision Rule(in AccessRequest request, AccessState state)
    {
        if (model.Door(request.Door) is not { } door)
            return Deny(ReasonCode.UnknownDoor);
        if (request.IsLockedDown)
            return Deny(ReasonCode.Lockdown);
        if (request.Face is FaceAnswer.Attack)
            return Deny(ReasonCode.PresentationAttack);
        var byNumber = request.Face is FaceAnswer.NotUsed;
        // Whoever guesses at the pad keeps nobody from showing a face.
        if (byNumber && state.PadFailures.TryGetValue(request.Pad, out var failures) && failures.IsLocked(request.Steady, model.Lockout))
            return Deny(ReasonCode.LockedOut);
        if (request.Person is not { } person || !(byNumber || request.Face is FaceAnswer.Identified))
            return Deny(byNumber ? ReasonCode.UnknownNumber : ReasonCode.UnknownFace);
        if (byNumber && (!door.AllowPinOnly || person.HasReferences))
            return Deny(ReasonCode.FaceNeeded);

        var reason = Validity(person, request.At) ?? Schedules(door, person, request.At);
        if (reason is null && IsTooEarly(door, person, request, state))
            reason = ReasonCode.NoFirstPerson;
        var elsewhere = IsElsewhere(door, person, request, state);
        if (reason is null && elsewhere && door.AntiPassback is not AntiPassback.Soft)
            reason = ReasonCode.AntiPassback;
        if (reason is { } refused)
            return Deny(refused);

        return Pin(door, person, request, state) ?? new(AccessOutcome.Grant, elsewhere ? ReasonCode.AntiPassback : null);
    }

    private static ReasonCode? Validity(PersonAccess person, DateTimeOffset at)
    {
        if (!person.IsActive)
            return ReasonCode.Suspended;
        if (at < person.ValidFrom)
            return ReasonCode.NotYetValid;
        return at >= person.ValidUntil ? ReasonCode.Expired : null;
    }

    private static ReasonCode? Schedules(DoorPolicy door, PersonAccess person, DateTimeOffset at)
    {
        var reason = ReasonCode.NoPermission;
        foreach (var permission in door.Permissions)
        {
            if (!person.Groups.Contains(permission.Group))
                continue;
            if (permission.When is not { } when || when.IsOn(at))
                return null;
            if (reason is not ReasonCode.OutsideSchedule)
                reason = when.IsHoliday(at) ? ReasonCode.Holiday : ReasonCode.OutsideSchedule;
        }

        return reason;
    }

    private AccessDecision? Pin(DoorPolicy door, PersonAccess person, in AccessRequest request, AccessState state)
    {
        if (request.Face is FaceAnswer.Identified && !request.NeedsPin && !door.TwoFactorAlways && door.TwoFactor?.IsOn(request.At) != true)
            return null;
        if (state.PersonFailures.TryGetValue(person.Id, out var failures) && failures.IsLocked(request.Steady, model.Lockout))
            return Deny(ReasonCode.LockedOut);
        if (!person.HasPin)
            return Deny(ReasonCode.NoPinSet);

        return request.Pin switch
        {
            PinAnswer.Right or PinAnswer.Duress => null,
            PinAnswer.NotGiven => new(AccessOutcome.AskPin, null),
            PinAnswer.Damaged => Deny(ReasonCode.PinDamaged),
            _ => Deny(ReasonCode.WrongPin),
        };
    }

    // A place that was renamed, or that no followed door leads to any more, could not be left: nobody is held to it.
    private bool IsElsewhere(DoorPolicy door, PersonAccess person, in AccessRequest request, AccessState state)
    {
        if (door.AntiPassback is AntiPassback.None || !state.Presences.TryGetValue(person.Id, out var presence) || !model.IsFollowed(presence.Zone)
            || Place.Same(presence.Zone, door.Leads(request.Direction).From))
            return false;

        return door.AntiPassback is not AntiPassback.Timed || (request.At >= presence.Since && request.At - presence.Since < door.AntiPassbackTime);
    }

    // Nobody is kept in because the first person has not come.
    private static bool IsTooEarly(DoorPolicy door, PersonAccess person, in AccessRequest request, AccessState state) =>
        request.Direction is DoorDirection.In && !door.FirstPersonGroups.IsEmpty && !IsMember(person, door.FirstPersonGroups) && !FirstPersonCame(door, request.At, state);

    private static bool FirstPersonCame(DoorPolicy door, DateTimeOffset at, AccessState state) =>
        state.FirstIn.TryGetValue(door.Name, out var came) && came <= at && door.ShiftDay(came) == door.ShiftDay(at);

    private static bool IsMember(PersonAccess person, ImmutableArray<Guid> groups)
    {
        foreach (var group in groups)
        {
            if (person.Groups.Contains(group))
                return true;
        }

        return false;
    }

    private ImmutableDictionary<TKey, FailureCount> Count<TKey>(ImmutableDictionary<TKey, FailureCount> counts, TKey key, DateTimeOffset at)
        where TKey : notnull =>
        counts.SetItem(key, (counts.GetValueOrDefault(key) ?? new([], null, 0)).Add(at, model.Lockout));

    private TimeSpan? Left(FailureCount? count, DateTimeOffset at) =>
        count?.IsLocked(at, model.Lockout) is not true ? null : count.IsClosed ? TimeSpan.MaxValue : count.LockedAt + model.Lockout.Length(count.Rounds) - at;

    private static AccessDecision Deny(ReasonCode reason) => new(AccessOutcome.Deny, reason);
}
