using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;

namespace AccessKiosk.Kiosk.Tests.Policy.Rules;

public sealed class RulesTests
{
    private static readonly Guid Staff = new("00000000-0000-0000-0000-00000000000a");

    private static readonly AccessRules Full = new()
    {
        Zone = "Europe/Berlin",
        Lockout = new() { Failures = 3, BackOff = TimeSpan.FromMinutes(1) },
        Holidays = [new(new(2026, 12, 25), Yearly: true, "Christmas"), new(new(2026, 5, 14), Yearly: false, "Works outing")],
        Schedules =
        [
            new()
            {
                Name = "office",
                Zone = "Europe/Berlin",
                Week = Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, IReadOnlyList<ScheduleInterval> (_) => [new(new(8, 0), new(17, 0))]),
                OnHolidays = HolidayConduct.OwnTimes,
                HolidayTimes = [new(new(10, 0), new(12, 0))],
            },
        ],
        Doors = [new() { Name = "main", Permissions = [new(Staff, "office")], TwoFactor = Hours.Scheduled, TwoFactorSchedule = "Office", HoldOpen = "office", AntiPassback = AntiPassback.Hard, FromZone = "street", ToZone = "house" }],
    };

    [Theory]
    [InlineData("2026-03-18T09:00", null)]
    [InlineData("2026-03-18T07:59", ReasonCode.OutsideSchedule)]
    [InlineData("2026-03-21T09:00", ReasonCode.OutsideSchedule)]
    [InlineData("2026-12-25T09:00", ReasonCode.Holiday)]
    [InlineData("2026-12-25T10:00", null)]
    [InlineData("2027-12-25T09:00", ReasonCode.Holiday)]
    [InlineData("2026-05-14T09:00", ReasonCode.Holiday)]
    [InlineData("2027-05-14T09:00", null)]
    public void What_is_written_and_read_again_decides_as_it_says(string local, ReasonCode? reason)
    {
        var (rules, model, _) = RulesText.Read(RulesText.Write(Full));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(rules.Zone);
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        var person = new PersonAccess { Id = Guid.NewGuid(), Groups = [Staff], HasPin = true };

        var decision = new AccessPolicy(model).Decide(new("main", new(at, zone.GetUtcOffset(at)), FaceAnswer.Identified, person), AccessState.Empty);

        Assert.Equal(reason, decision.Reason);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var wrong = Full with
        {
            Zone = "Atlantis",
            Schedules =
            [
                Full.Schedules[0] with { Week = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>> { [DayOfWeek.Monday] = [new(new(8, 0), new(12, 0)), new(new(11, 0), new(13, 0))] } },
                Full.Schedules[0] with { Name = "OFFICE" },
            ],
            Doors = [new() { Name = "main", Permissions = [new(Staff, "nights"), new(Staff, null)], TwoFactor = Hours.Scheduled }],
        };

        var faults = RulesFaults.Of(wrong).ToList();

        Assert.Contains(faults, fault => fault.Contains("Atlantis", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("08:00–12:00 and 11:00–13:00 overlap", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("OFFICE is there 2 times", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(faults, fault => fault.Contains("no schedule 'nights'", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("choose the schedule in which a PIN is asked", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("a group is there twice", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"keepOut":["everybody"]}""")]
    [InlineData("""{"doors":[{"permissions":[]}]}""")]
    [InlineData("""{"doors":[{"name":"main","holdOpen":"never written"}]}""")]
    [InlineData("""{"doors":null}""")]
    public void A_damaged_or_unknown_document_is_refused(string text) => Assert.Throws<RulesException>(() => RulesText.Read(text));

    [Fact]
    public void What_the_policy_remembers_is_read_as_it_was_written()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_774_000_000_123);
        var state = AccessState.Empty with
        {
            PadFailures = AccessState.Empty.PadFailures.Add(PadKey.Of("main", "hall"), new([at, at.AddSeconds(1)], null, 0)),
            PersonFailures = AccessState.Empty.PersonFailures.Add(Staff, new([], at, 6, IsClosed: true)),
            Presences = AccessState.Empty.Presences.Add(Staff, new("clean room 2", at)),
            FirstIn = AccessState.Empty.FirstIn.Add("main", at),
        };

        var read = StateText.Read(StateText.Lines(state));

        Assert.Equal(StateText.Lines(state), StateText.Lines(read));
        Assert.Equal(new Presence("clean room 2", at), read.Presences[Staff]);
        Assert.Equal([at, at.AddSeconds(1)], read.PadFailures[PadKey.Of("MAIN", "hall")].Times);
        Assert.Equal((at, 6, true), (read.PersonFailures[Staff].LockedAt, read.PersonFailures[Staff].Rounds, read.PersonFailures[Staff].IsClosed));
    }
}
