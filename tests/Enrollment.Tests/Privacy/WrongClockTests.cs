using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;

namespace AccessKiosk.Enrollment.Tests.Privacy;

/// <summary>A wall clock that is wrong destroys nothing, and what it wrote does not stick.</summary>
public sealed class WrongClockTests
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(400);

    [Fact]
    public async Task A_start_with_a_clock_400_days_ahead_destroys_nothing()
    {
        await using var home = new TestStore();
        Guid alert;
        PersonId ada;
        await using (var store = await home.OpenAsync())
        {
            ada = (await home.EnrolAsync(store, "Ada", 1, 3)).Id;
            await AppendAsync(home, store, ada);
            alert = await AlertAsync(home, store);
        }

        home.Time.Skew = Jump;
        await using (var store = await home.OpenAsync())
        {
            var report = await store.Privacy.PurgeAsync(new(), TestStore.Token);
            Assert.Equal(new PurgeReport(0, 0, 0, 0, 0, 0), report with { ClockFault = null });
            Assert.Contains("confirm", report.ClockFault);
        }

        home.Time.Skew = default;
        await using (var store = await home.OpenAsync())
        {
            Assert.Null((await store.Privacy.PurgeAsync(new(), TestStore.Token)).ClockFault);
            Assert.Equal(3, store.People.Find(ada)?.References);
            Assert.NotNull(await store.Alerts.ReadPictureAsync(alert, TestStore.By, TestStore.Token));
            Assert.Single(await store.Events.QueryAsync(new(), TestStore.Token));
        }
    }

    [Fact]
    public async Task A_store_of_an_older_version_begins_with_what_its_record_says()
    {
        await using var home = new TestStore();
        PersonId ada;
        await using (var store = await home.OpenAsync())
            ada = (await home.EnrolAsync(store, "Ada")).Id;
        TestStore.Sql(home, "DELETE FROM settings WHERE \"Name\" = 'clock'");
        home.Time.Skew = Jump;
        await using (var store = await home.OpenAsync())
        {
            Assert.NotNull((await store.Privacy.PurgeAsync(new(), TestStore.Token)).ClockFault);
            Assert.Equal(2, store.People.Find(ada)?.References);
        }
    }

    [Fact]
    public async Task What_was_enrolled_and_recorded_while_the_clock_had_fallen_back_is_as_young_as_it_is()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        home.Time.Advance(TimeSpan.FromDays(2));
        await AppendAsync(home, store, null);
        await store.Clock.ObserveAsync(TestStore.Token);
        home.Time.Skew = -TimeSpan.FromDays(9000);
        var ada = await home.EnrolAsync(store, "Ada");
        var alert = await AlertAsync(home, store);
        await AppendAsync(home, store, ada.Id);
        home.Time.Skew = default;
        Assert.Equal(new PurgeReport(0, 0, 0, 0, 0, 0), await store.Privacy.PurgeAsync(new(), TestStore.Token));
        Assert.Equal(2, store.People.Find(ada.Id)?.References);
        Assert.NotNull(await store.Alerts.ReadPictureAsync(alert, TestStore.By, TestStore.Token));
    }

    [Fact]
    public async Task What_a_clock_wrote_into_the_future_ages_once_it_is_right()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await home.EnrolAsync(store, "Ada");
        home.Time.Skew = Jump;
        var bea = await home.EnrolAsync(store, "Bea");
        await AppendAsync(home, store, ada.Id);
        await AlertAsync(home, store);
        home.Time.Skew = default;
        await store.Privacy.PurgeAsync(new(), TestStore.Token);
        Assert.True(store.People.Find(bea.Id)!.CreatedAt <= home.Time.GetUtcNow());
        Assert.All(await store.References.ListAsync(bea.Id, TestStore.Token), one => Assert.True(one.CapturedAt <= home.Time.GetUtcNow() && one.CreatedAt <= home.Time.GetUtcNow()));
        Assert.True(store.People.Find(ada.Id)!.LastSeenAt <= home.Time.GetUtcNow());
        home.Time.Advance(TimeSpan.FromDays(91));
        var report = await store.Privacy.PurgeAsync(new(), TestStore.Token);
        Assert.Equal((1, 1, 1), (report.Events, report.Alerts, report.Pictures));
    }

    [Fact]
    public async Task Erasure_that_a_person_asks_for_is_done_at_once_whatever_the_clock_says()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await home.EnrolAsync(store, "Ada");
        home.Time.Skew = Jump;
        await store.Privacy.EraseAsync(ada.Id, TestStore.By, TestStore.Token);
        Assert.Null(store.People.Find(ada.Id));
    }

    private static async Task<Guid> AlertAsync(TestStore home, KioskStore store) =>
        (await store.Alerts.AddAsync(new() { At = home.Time.GetUtcNow(), Door = "d", Reason = ReasonCode.PresentationAttack, Picture = new byte[] { 1, 2 } }, TestStore.Token)).Id;

    private static Task AppendAsync(TestStore home, KioskStore store, PersonId? person) => store.Events.AppendAsync(
        new() { At = home.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "front", Person = person }, TestStore.Token);
}
