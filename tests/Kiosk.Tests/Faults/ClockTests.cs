using System.Globalization;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The wall clock is set while people badge in: by hand, by a time server after a long time without one, by a dead battery.</summary>
[Trait("Speed", "slow")]
public sealed class ClockTests
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_jumps_a_day_ahead_and_two_back_neither_holds_the_door_open_nor_stops_badging()
    {
        using var site = new PeopleProgram();
        await site.EnrolTalkerAsync();
        var offset = await FakeAsync(site, "+0");

        using var kiosk = RunningKiosk.Start(site, Recordings.Talker, "Recognition:GrantAgainAfter=2", "Doors:main:Pulse=00:00:02");
        var before = await BadgeAsync(kiosk);
        await SetAsync(offset, "+1d");
        await BadgeUntilAsync(kiosk, at => at - before > TimeSpan.FromHours(23));
        await SetAsync(offset, "-1d");
        await BadgeUntilAsync(kiosk, at => before - at > TimeSpan.FromHours(23));
        await BadgeAsync(kiosk);
        await kiosk.TerminateAsync();

        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(site)).Count);
    }

    [Theory]
    // The clocks go from two to three, so that half past two does not come; and back, so that it comes twice.
    [InlineData("2026-03-29T00:59:50Z", 3, "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T00:59:50Z", 2, "2026-10-25T01:00:00Z")]
    public async Task A_schedule_follows_the_clocks_of_its_place_when_they_change(string start, int opensAt, string opens)
    {
        using var site = new PeopleProgram();
        await using (var store = await KioskStore.OpenAsync(new() { Directory = site.Store }, cancellationToken: Cancellation))
        {
            var kept = await SiteRules.OpenAsync(store, ["main"], Cancellation);
            var rules = SiteRules.Defaults(["main"]) with
            {
                Zone = "Europe/Berlin",
                Schedules = [new() { Name = "early", Zone = "Europe/Berlin", Week = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>> { [DayOfWeek.Sunday] = [new(new(opensAt, 0), new(opensAt, 30))] } }],
            };
            await kept.SaveAsync(rules.With(rules.Door("main")! with { HoldOpen = "early" }), 0, "Ada", "", Cancellation);
        }

        await FakeAsync(site, Offset(Moment(start)));
        using var kiosk = RunningKiosk.Start(site, Recordings.Talker);
        var held = (await kiosk.UntilAsync("door.unlocked")).GetProperty("at").GetDateTimeOffset();
        await kiosk.TerminateAsync();

        // An hour off is what a wrong clock of the place would give; a kiosk that started late is not.
        Assert.InRange(held, Moment(opens), Moment(opens).AddMinutes(29));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Offset(DateTimeOffset to) => (to - TimeProvider.System.GetUtcNow()).TotalSeconds.ToString("+0.000;-0.000", CultureInfo.InvariantCulture);

    private static async Task<string> FakeAsync(PeopleProgram site, string to)
    {
        Assert.SkipWhen(Library is null, "faketime is not installed: ./kiosk setup installs it on Debian.");
        var offset = Path.Combine(site.Folder, "offset");
        await File.WriteAllTextAsync(offset, to, Cancellation);
        site.Environment["LD_PRELOAD"] = Library!;
        site.Environment["FAKETIME_TIMESTAMP_FILE"] = offset;
        site.Environment["FAKETIME_CACHE_DURATION"] = "1";
        // The fake looks at the environment at every look at the clock: nothing may be added to it meanwhile, as the native library does where this is not set.
        site.Environment["OPENCV_FFMPEG_LOGLEVEL"] = "-8";
        site.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        return offset;
    }

    private static async Task<DateTimeOffset> BadgeAsync(RunningKiosk kiosk)
    {
        await kiosk.UntilAsync("door.unlocked");
        return (await kiosk.UntilAsync("door.locked")).GetProperty("at").GetDateTimeOffset();
    }

    private static async Task BadgeUntilAsync(RunningKiosk kiosk, Func<DateTimeOffset, bool> hasJumped)
    {
        for (var badge = 0; badge < 20; badge++)
            if (hasJumped(await BadgeAsync(kiosk)))
                return;
        Assert.Fail("The clock did not jump.");
    }

    private static async Task SetAsync(string offset, string to)
    {
        await File.WriteAllTextAsync(offset + ".new", to, Cancellation);
        File.Move(offset + ".new", offset, overwrite: true);
    }
}
