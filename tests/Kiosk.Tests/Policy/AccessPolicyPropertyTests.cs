using AccessKiosk.Storage.Events;
using System.Collections.Immutable;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>The policy against the plain model, over generated sites and stories that cross clock changes and holidays.</summary>
[Properties(Arbitrary = [typeof(Stories)], MaxTest = 1000)]
public sealed class AccessPolicyPropertyTests
{
    [Property]
    public void The_policy_and_the_plain_model_always_agree(Story story) => Play(story, (_, _, _) => { });

    [Property]
    public void A_grant_goes_only_to_a_live_identified_person_outside_lockdown_and_validity(Story story) => Play(story, (request, decision, _) =>
    {
        if (decision.Outcome is not AccessOutcome.Grant)
            return;

        Assert.True(request.Face is FaceAnswer.Identified or FaceAnswer.NotUsed);
        Assert.False(request.IsLockedDown);
        Assert.True(request.Person is { IsActive: true } person && !(request.At >= person.ValidUntil) && !(request.At < person.ValidFrom));
    });

    [Property]
    public void Without_a_face_only_the_right_PIN_opens_where_the_door_allows_it_and_for_nobody_who_has_a_face_enrolled(Story story) => Play(story, (request, decision, _) =>
    {
        if (decision.Outcome is AccessOutcome.Grant && request.Face is FaceAnswer.NotUsed)
            Assert.True(request is { Person: { HasReferences: false, HasPin: true }, Pin: PinAnswer.Right or PinAnswer.Duress } && story.Doors.Single(d => d.Name == request.Door).AllowPinOnly);
    });

    [Property]
    public void Deciding_twice_gives_the_same_answer(Story story)
    {
        var policy = new AccessPolicy(new(story.Doors, story.Lockout));
        Play(story, (request, decision, state) => Assert.Equal(decision, policy.Decide(request, state)));
    }

    [Property]
    public void A_schedule_agrees_with_the_minute_by_minute_walk(TimedSchedule schedule, int minutes)
    {
        var at = Stories.Start.AddMinutes(Math.Abs((long)minutes) % (Stories.Days * 24 * 60)).AddSeconds(17);

        Assert.Equal(schedule.Plain.IsOn(at), schedule.Real.IsOn(at));
        Assert.Equal(schedule.Plain.IsHoliday(at), schedule.Real.IsHoliday(at));
    }

    [Fact]
    public void The_stories_reach_every_reason()
    {
        var reached = new HashSet<ReasonCode>();
        foreach (var story in Gen.Sample(Stories.Story().Generator, 3000))
            Play(story, (_, decision, _) => reached.UnionWith(decision.Reason is { } reason ? [reason] : []));

        Assert.Equal(
            [
                ReasonCode.UnknownFace, ReasonCode.PresentationAttack, ReasonCode.UnknownDoor, ReasonCode.Lockdown, ReasonCode.LockedOut, ReasonCode.Suspended,
                ReasonCode.NotYetValid, ReasonCode.Expired, ReasonCode.NoPermission, ReasonCode.OutsideSchedule, ReasonCode.Holiday, ReasonCode.NoFirstPerson,
                ReasonCode.AntiPassback, ReasonCode.NoPinSet, ReasonCode.WrongPin, ReasonCode.PinDamaged, ReasonCode.UnknownNumber, ReasonCode.FaceNeeded,
            ],
            reached.Order());
    }

    private static void Play(Story story, Action<AccessRequest, AccessDecision, AccessState> check)
    {
        var policy = new AccessPolicy(new(story.Doors, story.Lockout));
        var plain = new PlainPolicy(story.Doors, story.Lockout, story.Schedules.ToDictionary(s => s.Real, s => s.Plain));
        var state = AccessState.Empty;
        var (at, isLockedDown) = (story.From, false);
        foreach (var step in story.Steps)
        {
            at += step.After;
            isLockedDown ^= step.ToggleLockdown;
            var request = step.Request with { At = at, IsLockedDown = isLockedDown };
            var decision = policy.Decide(request, state);
            Assert.Equal(plain.Decide(request), decision);
            check(request, decision, state);
            state = policy.Remember(request, decision, state);
            if (decision.Outcome is AccessOutcome.Grant && step.GoesThrough)
            {
                state = policy.Passed(request, state);
                plain.Pass(request);
            }

            foreach (var door in story.Doors)
                Assert.Equal(plain.IsHeldOpen(door, at), policy.IsHeldOpen(door.Name, at, state));
        }
    }

    public sealed record TimedSchedule(Schedule Real, PlainSchedule Plain);

    public sealed record Happening(TimeSpan After, AccessRequest Request, bool GoesThrough, bool ToggleLockdown);

    public sealed record Story(IReadOnlyList<TimedSchedule> Schedules, IReadOnlyList<DoorPolicy> Doors, LockoutRule Lockout, DateTimeOffset From, IReadOnlyList<Happening> Steps)
    {
        public override string ToString() => string.Join(Environment.NewLine, [.. Schedules.Select(s => s.Plain.ToString()), .. Doors.Select(d => d.ToString()), $"{Lockout}, {From:u}", .. Steps.Select(s => s.ToString())]);
    }

    public static class Stories
    {
        public const int Days = 14;

        /// <summary>A week before the clocks change in Europe; New York changed two weeks earlier, Lord Howe (half an hour) a week later.</summary>
        public static readonly DateTimeOffset Start = new(2026, 3, 22, 0, 0, 0, TimeSpan.Zero);

        private static readonly Guid[] Groups = [Site.Staff, Site.Guards];

        public static Arbitrary<TimedSchedule> TimedSchedule() => ScheduleOf().ToArbitrary();

        public static Arbitrary<Story> Story() => (
            from schedules in ScheduleOf().ListOf(3)
            from first in DoorOf("in", "street", "office", schedules)
            from second in DoorOf("out", "office", "street", schedules)
            from failures in Gen.Choose(1, 4)
            from begins in Gen.Choose(0, Days * 24 * 60)
            from length in Gen.Choose(1, 25)
            from steps in HappeningOf().ListOf(length)
            select new Story([.. schedules], [first, second], new() { Failures = failures }, Start.AddMinutes(begins), [.. steps])).ToArbitrary();

        private static Gen<bool> Chance(int percent) => Gen.Choose(1, 100).Select(n => n <= percent);

        private static Gen<int> Minute() => Gen.OneOf(Gen.Choose(0, 24 * 60 - 1), Gen.Choose(0, 4 * 60), Gen.Constant(0));

        private static Gen<TimedSchedule> ScheduleOf() =>
            from zone in Gen.Elements("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
            from count in Gen.Choose(0, 8)
            from week in (from day in Gen.Choose(0, 6) from start in Minute() from end in Minute() select (Day: (DayOfWeek)day, FromMinute: start, ToMinute: end)).ListOf(count)
            from dates in Gen.Choose(0, Days).Select(d => DateOnly.FromDateTime(Start.UtcDateTime).AddDays(d)).ListOf(3)
            from knows in Chance(60)
            from special in (from start in Minute() from end in Minute() select (FromMinute: start, ToMinute: end)).ListOf(1)
            select Make(zone, [.. week], [.. dates], knows ? [.. special] : null);

        private static TimedSchedule Make(
            string zone, List<(DayOfWeek Day, int FromMinute, int ToMinute)> week, List<DateOnly> dates, List<(int FromMinute, int ToMinute)>? special)
        {
            var rows = week.GroupBy(w => w.Day).ToDictionary(g => g.Key, g => g.Select(w => Interval(w.FromMinute, w.ToMinute)).ToImmutableArray());
            var calendar = new HolidayCalendar(dates.Take(2), dates.Skip(2).Select(d => d.AddYears(-20)));
            var real = new Schedule("generated", TimeZoneInfo.FindSystemTimeZoneById(zone), rows, calendar, special?.Select(s => Interval(s.FromMinute, s.ToMinute)).ToImmutableArray());
            return new(real, new(zone, week, dates, special));
        }

        private static ScheduleInterval Interval(int from, int to) => new(TimeOnly.MinValue.AddMinutes(from), TimeOnly.MinValue.AddMinutes(to));

        private static Gen<Schedule?> Maybe(IEnumerable<TimedSchedule> schedules) =>
            Gen.Elements<Schedule?>([null, .. schedules.Select(s => s.Real)]);

        private static Gen<DoorPolicy> DoorOf(string name, string fromZone, string toZone, IEnumerable<TimedSchedule> schedules) =>
            from count in Gen.Choose(1, 3)
            from permissions in (from g in Gen.Elements(Groups) from when in Maybe(schedules) select new Permission(g, when)).ListOf(count)
            from twoFactor in Maybe(schedules)
            from always in Chance(20)
            from pinOnly in Chance(50)
            from mode in Gen.Elements(Enum.GetValues<AntiPassback>())
            from firstPerson in Chance(20)
            from holdOpen in Maybe(schedules)
            from waits in Chance(50)
            from zone in Gen.Elements("Europe/Berlin", "Australia/Lord_Howe")
            select new DoorPolicy
            {
                Name = name,
                FromZone = fromZone,
                ToZone = toZone,
                Permissions = [.. permissions],
                TwoFactor = twoFactor,
                TwoFactorAlways = always,
                AllowPinOnly = pinOnly,
                AntiPassback = mode,
                FirstPersonGroups = firstPerson ? [Site.Guards] : [],
                HoldOpen = holdOpen,
                HoldOpenAfterFirstPerson = waits && holdOpen is not null,
                Zone = TimeZoneInfo.FindSystemTimeZoneById(zone),
            };

        private static Gen<PersonAccess> PersonOf() =>
            from who in Gen.Choose(1, 2)
            from active in Chance(95)
            from start in Chance(10)
            from end in Chance(30)
            from moment in Gen.Choose(0, Days * 24 * 60)
            from groups in Gen.Elements<ImmutableArray<Guid>>([Site.Staff], [Site.Guards], [Site.Staff, Site.Guards], [])
            from pin in Chance(80)
            from face in Chance(60)
            select new PersonAccess
            {
                Id = new(who, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
                IsActive = active,
                ValidFrom = start ? Start.AddMinutes(moment) : null,
                ValidUntil = end ? Start.AddMinutes(moment + 2000) : null,
                Groups = groups,
                HasPin = pin,
                HasReferences = face,
            };

        private static Gen<Happening> HappeningOf() =>
            from seconds in Gen.Frequency((3, Gen.Choose(0, 20)), (2, Gen.Choose(0, 1200)), (1, Gen.Choose(0, 100_000)))
            from door in Gen.Frequency((10, Gen.Elements("in", "out")), (1, Gen.Constant("cellar")))
            from face in Gen.Frequency((8, Gen.Constant(FaceAnswer.Identified)), (3, Gen.Constant(FaceAnswer.NotUsed)), (1, Gen.Constant(FaceAnswer.Unknown)), (1, Gen.Constant(FaceAnswer.Attack)))
            from person in PersonOf()
            from named in Chance(80)
            from pin in Gen.Elements(Enum.GetValues<PinAnswer>())
            from through in Chance(80)
            from leaves in Chance(40)
            from toggle in Chance(3)
            select new Happening(TimeSpan.FromSeconds(seconds), new(door, default, face, face is FaceAnswer.Identified || (face is FaceAnswer.NotUsed && named) ? person : null, pin, Direction: leaves ? DoorDirection.Out : DoorDirection.In), through, toggle);
    }
}
