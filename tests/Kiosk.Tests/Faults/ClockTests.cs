using AccessKiosk.Kiosk.Tests.People;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The wall clock is set while people badge in: by hand, by a time server after a long time without one, by a dead battery.</summary>
[Trait("Speed", "slow")]
public sealed class ClockTests
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;

    [Fact]
    public async Task A_clock_that_jumps_a_day_ahead_and_two_back_neither_holds_the_door_open_nor_stops_badging()
    {
        Assert.SkipWhen(Library is null, "faketime is not installed: ./kiosk setup installs it on Debian.");
        using var site = new PeopleProgram();
        (await site.EnrolAsync("Audun Berg", Recordings.Man)).Exited(0);
        var offset = Path.Combine(site.Folder, "offset");
        await File.WriteAllTextAsync(offset, "+0", TestContext.Current.CancellationToken);
        site.Environment["LD_PRELOAD"] = Library!;
        site.Environment["FAKETIME_TIMESTAMP_FILE"] = offset;
        site.Environment["FAKETIME_CACHE_DURATION"] = "1";
        site.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";

        using var kiosk = RunningKiosk.Start(site, Recordings.ManAnotherDay, "Recognition:GrantAgainAfter=2", "Doors:main:Pulse=00:00:02");
        var before = await BadgeAsync(kiosk);
        await SetAsync(offset, "+1d");
        var ahead = await BadgeAsync(kiosk);
        await SetAsync(offset, "-1d");
        var back = await BadgeAsync(kiosk);
        await kiosk.TerminateAsync();

        // The clock did jump, or nothing was tried.
        Assert.True(ahead - before > TimeSpan.FromHours(23), $"{before:o}, then {ahead:o}");
        Assert.True(before - back > TimeSpan.FromHours(23), $"{before:o}, then {back:o}");
        Assert.Equal(kiosk.Events.Count, (await RunningKiosk.KeptAsync(site)).Count);
    }

    private static async Task<DateTimeOffset> BadgeAsync(RunningKiosk kiosk)
    {
        await kiosk.UntilAsync("door", "unlocked");
        return (await kiosk.UntilAsync("door", "locked (time is up)")).GetProperty("timestamp").GetDateTimeOffset();
    }

    private static async Task SetAsync(string offset, string to)
    {
        await File.WriteAllTextAsync(offset + ".new", to, TestContext.Current.CancellationToken);
        File.Move(offset + ".new", offset, overwrite: true);
    }
}
