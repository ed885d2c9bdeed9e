using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Storage.Tests.Clock;

public sealed class SiteClockTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(400);

    [Fact]
    public async Task Time_that_passes_while_the_kiosk_runs_is_witnessed()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Advance(Year);
        var reading = await store.Clock.ObserveAsync(TestStore.Token);
        Assert.Equal((reading.Now, null), (reading.Witnessed, reading.Fault));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(20)]
    public async Task A_clock_that_jumps_ahead_is_a_fault_until_it_is_set_right(double days)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Skew = TimeSpan.FromDays(days);
        for (var look = 0; look < 10; look++)
            Assert.Contains("confirm", (await store.Clock.ObserveAsync(TestStore.Token)).Fault);
        Assert.Equal(home.Time.GetUtcNow() - home.Time.Skew, store.Clock.Read().Safe);
        home.Time.Skew = default;
        Assert.Null((await store.Clock.ObserveAsync(TestStore.Token)).Fault);
    }

    [Fact]
    public async Task A_clock_that_was_wrong_at_many_starts_is_still_not_believed()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // The first start, at the right time.
        }

        for (var start = 1; start <= 5; start++)
        {
            home.Time.Skew = Year + TimeSpan.FromDays(start);
            await using var store = await home.OpenAsync();
            Assert.NotNull((await store.Clock.ObserveAsync(TestStore.Token)).Fault);
            Assert.True(store.Clock.Read().Ahead > Year);
        }
    }

    [Fact]
    public async Task A_kiosk_that_is_off_at_night_and_on_weekends_keeps_up()
    {
        await using var home = new TestStore();
        for (var day = 0; day < 60; day++)
        {
            if (day % 7 < 5)
            {
                await using var store = await home.OpenAsync();
                for (var hour = 0; hour < 8; hour++)
                {
                    home.Time.Advance(TimeSpan.FromHours(1));
                    Assert.Null((await store.Clock.ObserveAsync(TestStore.Token)).Fault);
                }

                Assert.True(store.Clock.Read().Ahead < TimeSpan.FromDays(3));
                home.Time.Advance(TimeSpan.FromHours(16));
            }
            else
                home.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task A_long_outage_is_believed_when_somebody_confirms_it_and_the_audit_says_who()
    {
        await using var home = new TestStore();
        await using (await home.OpenAsync())
        {
            // Then it stood in a cupboard.
        }

        home.Time.Advance(Year);
        await using var store = await home.OpenAsync();
        Assert.NotNull(store.Clock.Read().Fault);
        await store.Clock.ConfirmAsync(TestStore.By, TestStore.Token);
        Assert.Null(store.Clock.Read().Fault);
        Assert.Equal(TestStore.By, (await store.Audit.LatestAsync("clock.confirmed", TestStore.Token))!.Actor);
    }

    [Fact]
    public async Task A_clock_that_falls_back_is_a_fault_and_new_rows_keep_the_time_that_was_witnessed()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Advance(TimeSpan.FromHours(5));
        await store.Clock.ObserveAsync(TestStore.Token);
        var truth = home.Time.GetUtcNow();
        home.Time.Skew = -TimeSpan.FromDays(9000);
        Assert.Contains("set the clock", store.Clock.Read().Fault);
        var ada = await home.EnrolAsync(store, "Ada");
        Assert.Equal(truth, ada.CreatedAt);
        home.Time.Skew = default;
        Assert.Null((await store.Clock.ObserveAsync(TestStore.Token)).Fault);
    }

    [Fact]
    public async Task A_confirmed_date_that_was_wrong_is_forgotten_after_two_days_of_running()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Skew = Year;
        await store.Clock.ConfirmAsync(TestStore.By, TestStore.Token);
        home.Time.Skew = default;
        Assert.NotNull((await store.Clock.ObserveAsync(TestStore.Token)).Fault);
        for (var hour = 0; hour < 50; hour++)
        {
            home.Time.Advance(TimeSpan.FromHours(1));
            await store.Clock.ObserveAsync(TestStore.Token);
        }

        Assert.Equal((home.Time.GetUtcNow(), null), (store.Clock.Read().Witnessed, store.Clock.Read().Fault));
    }

    [Fact]
    public async Task What_counts_how_long_ago_something_was_goes_on_through_jumps_of_the_wall_clock_and_restarts()
    {
        await using var home = new TestStore();
        DateTimeOffset last;
        await using (var store = await home.OpenAsync())
        {
            var began = store.Clock.Steady;
            foreach (var skew in new[] { Year, -Year, TimeSpan.FromMinutes(50), default })
            {
                home.Time.Skew = skew;
                await store.Clock.ObserveAsync(TestStore.Token);
                home.Time.Advance(TimeSpan.FromMinutes(10));
            }

            Assert.Equal(TimeSpan.FromMinutes(40), store.Clock.Steady - began);
            await store.Clock.ObserveAsync(TestStore.Token);
            last = store.Clock.Steady;
        }

        // The box lost its time with its current.
        home.Time.Skew = -TimeSpan.FromDays(9000);
        await using var again = await home.OpenAsync();
        Assert.InRange(again.Clock.Steady, last.AddHours(-1), last.AddHours(1));
        var start = again.Clock.Steady;
        home.Time.Skew = default;
        home.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), again.Clock.Steady - start);
    }

    [Fact]
    public async Task A_reader_beside_the_kiosk_sees_the_same_fault()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Skew = Year;
        await store.Clock.ObserveAsync(TestStore.Token);
        await using var reader = await KioskStore.OpenAsync(home.Options, StoreAccess.Read, home.Time, TestStore.Token);
        Assert.Equal(store.Clock.Read().Fault, reader.Clock.Read().Fault);
    }
}
