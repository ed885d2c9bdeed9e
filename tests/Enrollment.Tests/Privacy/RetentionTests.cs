using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Tests;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Tests.Privacy;

public sealed class RetentionTests
{
    [Fact]
    public async Task Each_kind_goes_when_its_time_is_over_and_not_before()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var idle = await home.EnrolAsync(store, "Idle", 1, 3);
        var regular = await home.EnrolAsync(store, "Regular", 2, 2);
        await AppendAsync(home, store, null);
        var alert = await store.Alerts.AddAsync(
            new() { At = home.Time.GetUtcNow(), Door = "d", Reason = ReasonCode.PresentationAttack, Picture = new byte[] { 1, 2 } }, TestStore.Token);

        home.Time.Advance(TimeSpan.FromDays(29.9));
        Assert.Equal(new PurgeReport(0, 0, 0, 0, 0, 0), await PurgeAsync(store));
        var soon = await store.Privacy.ForecastAsync(new(), TestStore.Token);
        Assert.Equal((new(1, 0, 1), new(1, 0, 0), new(2, 0, 0)), (soon.Pictures, soon.Events, soon.Faces));
        home.Time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(new PurgeReport(0, 0, 1, 0, 0, 0), await PurgeAsync(store));
        Assert.Null(await store.Alerts.ReadPictureAsync(alert.Id, TestStore.By, TestStore.Token));
        Assert.False(Assert.Single(await store.Alerts.ListAsync(cancellationToken: TestStore.Token)).HasPicture);

        home.Time.Advance(TimeSpan.FromDays(60));
        Assert.Equal(new PurgeReport(1, 1, 0, 0, 0, 0), await PurgeAsync(store));

        home.Time.Advance(TimeSpan.FromDays(100));
        await AppendAsync(home, store, regular.Id);
        home.Time.Advance(TimeSpan.FromDays(175));
        Assert.Equal(new PurgeReport(1, 0, 0, 1, 3, 0), await PurgeAsync(store));
        Assert.Equal(0, store.People.Find(idle.Id)?.References);
        Assert.Equal(2, store.People.Find(regular.Id)?.References);
        Assert.Equal([idle.Id], (await store.References.NeedingReenrolmentAsync(TestStore.Model, TestStore.Token)).Select(person => person.Id));

        var audit = await store.Audit.ListAsync(cancellationToken: TestStore.Token);
        Assert.Equal(4, audit.Count(entry => entry.Action == "retention.purged"));
        Assert.Contains(audit, entry => entry.Action == "references.expired" && entry.Subject == idle.Id.ToString());
    }

    [Fact]
    public async Task Passages_go_with_the_events_but_everybody_s_last_place_stays()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var ada = await home.EnrolAsync(store, "Ada");
        foreach (var (days, place) in new[] { (1, "house"), (1, "street"), (89, "house") })
        {
            home.Time.Advance(TimeSpan.FromDays(days));
            await store.AccessStates.WriteAsync([], [], [new(ada.Id, home.Time.GetUtcNow(), place)], TestStore.Token);
        }

        home.Time.Advance(TimeSpan.FromDays(2));
        var now = home.Time.GetUtcNow();
        await PurgeAsync(store);
        Assert.Equal(now.AddDays(-91), await store.Muster.FirstAsync(TestStore.Token));
        Assert.Equal("street", Assert.Single(await store.Muster.PlacesAsync(now.AddDays(-3), TestStore.Token)).Zone);
        home.Time.Advance(TimeSpan.FromDays(200));
        await PurgeAsync(store);
        Assert.Equal("house", Assert.Single(await store.Muster.PlacesAsync(home.Time.GetUtcNow(), TestStore.Token)).Zone);
    }

    [Fact]
    public async Task More_events_than_a_chunk_go_in_one_purge()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 11_000).Select(_ => AppendAsync(home, store, null)));
        home.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(11_000, (await PurgeAsync(store)).Events);
    }

    [Fact]
    public async Task The_daily_purge_runs_at_once_and_every_day_until_cancelled()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestStore.Token);
        var purging = store.Privacy.PurgeDailyAsync(new(), fault => Assert.Fail(fault.Message), clock => Assert.Null(clock.Fault), stop.Token);
        for (var day = 1; day <= 3; day++)
        {
            while ((await store.Audit.ListAsync(cancellationToken: TestStore.Token)).Count(entry => entry.Action == "retention.purged") < day)
                await Task.Delay(10, TestStore.Token);
            // The timer is set when the purge has returned.
            await Task.Delay(200, TestStore.Token);
            for (var hour = 0; hour < 24; hour++)
            {
                home.Time.Advance(TimeSpan.FromHours(1));
                await Task.Delay(20, TestStore.Token);
            }
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => purging);
    }

    [Fact]
    public async Task Options_report_every_fault_at_once_and_a_purge_refuses_them()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var options = new RetentionOptions { Events = TimeSpan.Zero, InactiveReferences = TimeSpan.FromDays(-1) };
        Assert.Equal(2, options.Faults().Count);
        Assert.Single(new RetentionOptions { SpoofPictures = TimeSpan.FromDays(100) }.Faults());
        Assert.Empty(new RetentionOptions().Faults());
        await TestStore.RefusedAsync(() => store.Privacy.PurgeAsync(options, TestStore.Token), StoreFault.Invalid);
    }

    // What is said to be due is what goes.
    private static async Task<PurgeReport> PurgeAsync(KioskStore store)
    {
        var due = await store.Privacy.ForecastAsync(new(), TestStore.Token);
        var gone = await store.Privacy.PurgeAsync(new(), TestStore.Token);
        Assert.Equal((due.Events.DueNow, due.Pictures.DueNow, due.Faces.DueNow, due.Renewals.DueNow), (gone.Events, gone.Pictures, gone.People, gone.Renewals));
        return gone;
    }

    private static Task AppendAsync(TestStore home, KioskStore store, PersonId? person) => store.Events.AppendAsync(
        new() { At = home.Time.GetUtcNow(), Code = EventCodes.AccessGranted, Door = "front", Person = person }, TestStore.Token);
}
