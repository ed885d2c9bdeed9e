using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>
/// The slow plain model: keeps every event, works each answer out from the whole story, and walks schedules minute by
/// minute. It shares no code with the policy but the records that describe rules and requests.
/// </summary>
internal sealed class PlainPolicy(IReadOnlyList<DoorPolicy> doors, LockoutRule lockout, IReadOnlyDictionary<Schedule, PlainSchedule> schedules)
{
    private readonly List<(AccessRequest Request, AccessDecision Decision)> _decisions = [];
    private readonly List<AccessRequest> _passages = [];

    public AccessDecision Decide(AccessRequest request)
    {
        var (outcome, reason) = Judge(request);
        var duress = request.Pin == PinAnswer.Duress && request.Face != FaceAnswer.Unknown && request.Face != FaceAnswer.Attack && request.Person != null;
        var decision = new AccessDecision(outcome, reason, duress);
        _decisions.Add((request, decision));
        return decision;
    }

    public void Pass(AccessRequest request) => _passages.Add(request);

    public bool IsHeldOpen(DoorPolicy door, DateTimeOffset at) =>
        door.HoldOpen != null && schedules[door.HoldOpen].IsOn(at) && (!door.HoldOpenAfterFirstPerson || FirstPersonCame(door, at));

    private (AccessOutcome Outcome, ReasonCode? Reason) Judge(AccessRequest request)
    {
        var door = doors.SingleOrDefault(d => d.Name == request.Door);
        var person = request.Person;
        if (door == null)
            return (AccessOutcome.Deny, ReasonCode.UnknownDoor);
        if (request.IsLockedDown)
            return (AccessOutcome.Deny, ReasonCode.Lockdown);
        if (request.Face == FaceAnswer.Attack)
            return (AccessOutcome.Deny, ReasonCode.PresentationAttack);
        if (request.Face == FaceAnswer.Unknown || (request.Face == FaceAnswer.Identified && person == null))
            return (AccessOutcome.Deny, ReasonCode.UnknownFace);
        var withoutFace = request.Face == FaceAnswer.NotUsed;
        if (withoutFace && InBackOff(request.At, d => d.Request.Door == door.Name && d.Request.Face == FaceAnswer.NotUsed, _ => true, [ReasonCode.WrongPin, ReasonCode.UnknownNumber, ReasonCode.FaceNeeded]))
            return (AccessOutcome.Deny, ReasonCode.LockedOut);
        if (person == null)
            return (AccessOutcome.Deny, ReasonCode.UnknownNumber);
        if (withoutFace && (person.HasReferences || !door.AllowPinOnly))
            return (AccessOutcome.Deny, ReasonCode.FaceNeeded);
        if (!person.IsActive)
            return (AccessOutcome.Deny, ReasonCode.Suspended);
        if (person.ValidFrom != null && request.At < person.ValidFrom)
            return (AccessOutcome.Deny, ReasonCode.NotYetValid);
        if (person.ValidUntil != null && request.At >= person.ValidUntil)
            return (AccessOutcome.Deny, ReasonCode.Expired);

        var permissions = door.Permissions.Where(p => person.Groups.Contains(p.Group)).ToList();
        if (permissions.Count == 0)
            return (AccessOutcome.Deny, ReasonCode.NoPermission);
        if (!permissions.Exists(p => p.When == null || schedules[p.When].IsOn(request.At)))
        {
            var holiday = permissions.TrueForAll(p => schedules[p.When!].IsHoliday(request.At));
            return (AccessOutcome.Deny, holiday ? ReasonCode.Holiday : ReasonCode.OutsideSchedule);
        }

        if (request.Direction == DoorDirection.In && door.FirstPersonGroups.Length > 0 && !door.FirstPersonGroups.Any(person.Groups.Contains) && !FirstPersonCame(door, request.At))
            return (AccessOutcome.Deny, ReasonCode.NoFirstPerson);

        var elsewhere = Elsewhere(door, person, request);
        if (elsewhere && door.AntiPassback is AntiPassback.Hard or AntiPassback.Timed && elsewhere)
            return (AccessOutcome.Deny, ReasonCode.AntiPassback);
        if (withoutFace || door.TwoFactorAlways || (door.TwoFactor != null && schedules[door.TwoFactor].IsOn(request.At)))
        {
            if (InBackOff(request.At, d => d.Request.Person?.Id == person.Id, pin => pin is PinAnswer.Right or PinAnswer.Duress, [ReasonCode.WrongPin]))
                return (AccessOutcome.Deny, ReasonCode.LockedOut);
            if (!person.HasPin)
                return (AccessOutcome.Deny, ReasonCode.NoPinSet);
            if (request.Pin == PinAnswer.NotGiven)
                return (AccessOutcome.AskPin, null);
            if (request.Pin == PinAnswer.Wrong)
                return (AccessOutcome.Deny, ReasonCode.WrongPin);
            if (request.Pin == PinAnswer.Damaged)
                return (AccessOutcome.Deny, ReasonCode.PinDamaged);
        }

        return (AccessOutcome.Grant, elsewhere ? ReasonCode.AntiPassback : null);
    }

    // Plays the whole story of one door or one person again.
    private bool InBackOff(
        DateTimeOffset now, Func<(AccessRequest Request, AccessDecision Decision), bool> concerns, Func<PinAnswer, bool> clears, ReasonCode[] failures)
    {
        var counting = new List<DateTimeOffset>();
        DateTimeOffset? began = null;
        var length = lockout.BackOff;
        var row = 0;
        foreach (var (request, decision) in _decisions.Where(concerns))
        {
            if (decision.Outcome == AccessOutcome.Grant && clears(request.Pin))
            {
                counting.Clear();
                began = null;
                row = 0;
            }
            else if (decision.Reason is { } reason && failures.Contains(reason))
            {
                counting.Add(request.At);
                if (counting.Count(at => request.At - at < lockout.Window && at <= request.At) >= lockout.Failures)
                {
                    counting.Clear();
                    row = began != null && request.At - began < TimeSpan.FromHours(24) ? row + 1 : 1;
                    length = row > 1 ? length * 2 : lockout.BackOff;
                    if (length > TimeSpan.FromHours(1))
                        length = TimeSpan.FromHours(1);
                    began = request.At;
                }
            }
        }

        // Nothing is counted while it is barred, so that the row of a closed pad stays as it is.
        return (lockout.ClosedAfter > 0 && row >= lockout.ClosedAfter) || (began != null && now >= began && now - began < length);
    }

    private bool FirstPersonCame(DoorPolicy door, DateTimeOffset at)
    {
        var last = _passages.LastOrDefault(p => p.Door == door.Name && p.Direction == DoorDirection.In && (door.FirstPersonGroups.Length == 0 || door.FirstPersonGroups.Any(p.Person!.Groups.Contains)));
        return last.Person != null && Shift(door, last.At) == Shift(door, at);
    }

    // The day it began on.
    private DateTime Shift(DoorPolicy door, DateTimeOffset at)
    {
        var own = door.Permissions.Select(p => p.When).Append(door.HoldOpen).Where(s => s != null).Select(s => schedules[s!]);
        var day = TimeZoneInfo.ConvertTime(at, door.Zone).Date;
        return own.Any(s => s.IsOverMidnight(at)) ? day.AddDays(-1) : day;
    }

    private bool Elsewhere(DoorPolicy door, PersonAccess person, AccessRequest request)
    {
        if (door.AntiPassback == AntiPassback.None)
            return false;

        var last = _passages.LastOrDefault(p => p.Person!.Id == person.Id && doors.Single(d => d.Name == p.Door).AntiPassback != AntiPassback.None);
        if (last.Person == null)
            return false;

        var through = doors.Single(d => d.Name == last.Door);
        var went = last.Direction == DoorDirection.Out ? through.FromZone : through.ToZone;
        var comes = request.Direction == DoorDirection.Out ? door.ToZone : door.FromZone;
        return went != comes && (door.AntiPassback != AntiPassback.Timed || request.At - last.At < door.AntiPassbackTime);
    }
}

/// <summary>A schedule as a list of lines; answers by walking every minute of every interval of the days around.</summary>
public sealed record PlainSchedule(
    string Zone, IReadOnlyList<(DayOfWeek Day, int FromMinute, int ToMinute)> Week, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<(int FromMinute, int ToMinute)>? OnHolidays)
{
    public bool IsOn(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, Zone).DateTime;
        for (var day = local.Date.AddDays(-1); day <= local.Date; day = day.AddDays(1))
        {
            var intervals = Changes(day) ? OnHolidays! : [.. Week.Where(w => w.Day == day.DayOfWeek).Select(w => (w.FromMinute, w.ToMinute))];
            foreach (var (from, to) in intervals)
            {
                var length = to > from ? to - from : to - from + 24 * 60;
                for (var minute = from; minute < from + length; minute++)
                {
                    if (day.AddMinutes(minute) == local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)))
                        return true;
                }
            }
        }

        return false;
    }

    public bool IsOverMidnight(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, Zone).DateTime;
        var yesterday = local.Date.AddDays(-1);
        var intervals = Changes(yesterday) ? OnHolidays! : [.. Week.Where(w => w.Day == yesterday.DayOfWeek).Select(w => (w.FromMinute, w.ToMinute))];
        return intervals.Any(i => i.ToMinute <= i.FromMinute && local < local.Date.AddMinutes(i.ToMinute));
    }

    public bool IsHoliday(DateTimeOffset at) => Changes(TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, Zone).DateTime.Date);

    private bool Changes(DateTime day) => OnHolidays != null && Holidays.Contains(DateOnly.FromDateTime(day));
}
