using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Kiosk.Tests.Policy.Rules;

/// <summary>Rules that are without faults and do not do what they say.</summary>
public sealed class RuleFindingTests
{
    private static readonly Guid Everyone = DefaultAccessModel.Group;
    private static readonly Guid Staff = Guid.NewGuid();
    private static readonly Guid Cleaning = Guid.NewGuid();
    private static readonly Guid Gone = Guid.NewGuid();
    private static readonly DateTimeOffset Now = new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly AccessRules Site = new()
    {
        Zone = "Europe/Berlin",
        Holidays = [new(new(2026, 12, 25), Yearly: true, "Christmas")],
        Schedules =
        [
            Week("office", new(8, 0), new(17, 0)),
            Week("mornings", new(8, 0), new(12, 0)),
            Week("afternoons", new(12, 0), new(17, 0)),
            Week("nights", new(22, 0), new(6, 0)),
            Week("mornings and holidays", new(8, 0), new(12, 0)) with { OnHolidays = HolidayConduct.AsOtherDays },
            // The same as Berlin's office hours, but for the weeks in which only one of the two has summer time.
            Week("office in New York", new(2, 0), new(11, 0)) with { Zone = "America/New_York" },
            new() { Name = "empty" },
        ],
    };

    private static readonly Person[] Both = [Somebody(Staff), Somebody(Cleaning)];

    [Theory]
    [InlineData("office", null)]
    [InlineData("mornings", "office")]
    [InlineData("office", "office")]
    [InlineData("nights", null)]
    public void A_group_s_hours_inside_everyone_s_restrict_nobody(string staff, string? everyone) =>
        Assert.Contains("restricts nobody at main", Single(new(Everyone, everyone), new(Staff, staff)), StringComparison.Ordinal);

    [Theory]
    [InlineData("office", "mornings")]
    [InlineData("nights", "office")]
    [InlineData("mornings and holidays", "office")]
    [InlineData("office in New York", "office")]
    public void A_group_s_hours_that_everyone_does_not_have_are_no_contradiction(string staff, string everyone) =>
        Assert.Empty(Words(new() { Name = "main", Permissions = [new(Everyone, everyone), new(Staff, staff)] }, Both));

    [Fact]
    public void Hours_that_two_others_make_up_together_restrict_nobody() =>
        Assert.Contains("changes nothing", Assert.Single(Words(
            new() { Name = "main", Permissions = [new(Everyone, "mornings"), new(Staff, "office")], HoldOpen = "afternoons" }, [Somebody(Staff)])), StringComparison.Ordinal);

    [Fact]
    public void A_row_without_hours_people_or_a_group_lets_nobody_in()
    {
        Assert.Contains("empty has no hours", Words(new() { Name = "main", Permissions = [new(Everyone, "office"), new(Staff, "empty")] }, Both)[0], StringComparison.Ordinal);
        Assert.Contains("no active person is in", Words(new() { Name = "main", Permissions = [new(Cleaning, null), new(Staff, null)] }, [Somebody(Cleaning), Somebody(Staff) with { Status = PersonStatus.Suspended }])[0], StringComparison.Ordinal);
        Assert.Contains("its group was removed", Words(new() { Name = "main", Permissions = [new(Cleaning, null), new(Gone, null)] }, [Somebody(Cleaning)])[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_door_that_nobody_may_pass_says_so()
    {
        Assert.Contains("no group is listed", Single(), StringComparison.Ordinal);
        Assert.Contains("Nobody may ever pass main", Words(new() { Name = "main", Permissions = [new(Everyone, "empty")] }, Both)[0], StringComparison.Ordinal);
        Assert.Contains("no group is listed", Assert.Single(RuleFinding.Of(Site, ["yard"], People(Both), Now)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_inside_another_with_wider_hours_changes_nothing()
    {
        Person[] people = [Somebody(Staff), Somebody(Staff, Cleaning)];
        Assert.Contains("everybody in Cleaning is also in Staff", Assert.Single(Words(new() { Name = "main", Permissions = [new(Staff, "office"), new(Cleaning, "mornings")] }, people)), StringComparison.Ordinal);
        Assert.Empty(Words(new() { Name = "main", Permissions = [new(Staff, "mornings"), new(Cleaning, "office")] }, people));
        // The same people twice: one of the two is told, not both.
        Assert.Single(Words(new() { Name = "main", Permissions = [new(Staff, null), new(Cleaning, null)] }, [Somebody(Staff, Cleaning)]));
    }

    [Fact]
    public void A_held_open_door_a_first_person_and_a_PIN_are_held_against_the_rows()
    {
        DoorRule door = new() { Name = "main", Permissions = [new(Staff, "office"), new(Cleaning, "nights")] };
        Assert.Empty(Words(door, Both));
        Assert.Contains("Nobody may ever come in at main", Assert.Single(Words(door with { FirstPersonGroups = [Gone] }, Both)), StringComparison.Ordinal);
        Assert.Contains("although nobody else may come in before", Assert.Single(Words(door with { FirstPersonGroups = [Staff], HoldOpen = "mornings" }, Both)), StringComparison.Ordinal);
        Assert.Contains("never held open", Assert.Single(Words(door with { HoldOpen = "empty" }, Both)), StringComparison.Ordinal);
        Assert.Contains("No PIN is ever asked", Assert.Single(Words(door with { TwoFactor = Hours.Scheduled, TwoFactorSchedule = "empty" }, Both)), StringComparison.Ordinal);
        Assert.Contains("2 people may pass main only with a PIN and have none", Assert.Single(Words(door with { TwoFactor = Hours.Always }, Both)), StringComparison.Ordinal);
        Assert.Contains("One person may pass", Assert.Single(Words(door with { TwoFactor = Hours.Scheduled, TwoFactorSchedule = "nights" }, Both)), StringComparison.Ordinal);
    }

    [Fact]
    public void People_who_may_pass_no_door_are_named_and_rules_of_a_door_that_is_gone_are_told()
    {
        var outside = Somebody();
        var findings = RuleFinding.Of(
            Site with { Doors = [new() { Name = "main", Permissions = [new(Staff, null)] }, new() { Name = "old", Permissions = [new(Everyone, null)] }] }, ["main"], People([Somebody(Staff), outside]), Now);
        Assert.Equal([outside.Id], findings.Single(finding => finding.Door is null).People);
        Assert.Contains("no door of this name", findings.Single(finding => finding.Door == "old").Words, StringComparison.Ordinal);
    }

    private static string Single(params PermissionRule[] rows) => Assert.Single(Words(new() { Name = "main", Permissions = rows }, Both));

    private static List<string> Words(DoorRule door, IReadOnlyList<Person> people) =>
        [.. RuleFinding.Of(Site with { Doors = [door] }, ["main"], People(people), Now).Where(finding => finding.Door == "main").Select(finding => finding.Words)];

    private static RulePeople People(IReadOnlyList<Person> people) => new([(Staff, "Staff"), (Cleaning, "Cleaning")], people, Now);

    private static Person Somebody(params Guid[] groups) => new(new(Guid.NewGuid()), "Somebody", null, null, PersonStatus.Active, null, null, Now, null, null, 1, groups);

    private static ScheduleRule Week(string name, TimeOnly from, TimeOnly to) => new()
    {
        Name = name,
        Zone = "Europe/Berlin",
        Week = Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, IReadOnlyList<ScheduleInterval> (_) => [new(from, to)]),
    };
}
