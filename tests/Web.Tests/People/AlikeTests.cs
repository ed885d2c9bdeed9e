using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.People.Alike;

namespace AccessKiosk.Web.Tests.People;

public sealed class AlikeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pairs_that_are_too_alike_are_listed_until_they_are_marked_as_different()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, "test", Cancellation);
        var bea = await store.People.AddAsync(new() { Name = "Bea" }, null, "test", Cancellation);
        foreach (var alike in new[] { new[] { ada.Id, bea.Id }, [bea.Id, ada.Id] })
            await store.Events.AppendAsync(
                new() { At = TimeProvider.System.GetUtcNow(), Code = EventCodes.AccessDenied, Door = "main", Reason = ReasonCode.TooAlike, Alike = alike }, Cancellation);
        var people = new AlikePeople(store);

        var pair = Assert.Single(await people.ListAsync(Cancellation));
        Assert.Equal((2, "Ada, Bea"), (pair.Times, string.Join(", ", new[] { pair.First.Name, pair.Second.Name }.Order())));

        await people.MarkDifferentAsync(bea.Id, ada.Id, "Rita", Cancellation);
        Assert.Empty(await people.ListAsync(Cancellation));
    }

    [Fact]
    public async Task One_person_with_two_entries_is_merged_into_the_one_that_staff_keep()
    {
        await using var site = await TestSite.OpenAsync();
        var store = site.Kiosk.Population.Store;
        var (day, night) = (await store.Groups.AddAsync("day", "test", Cancellation), await store.Groups.AddAsync("night", "test", Cancellation));
        var ada = await store.People.AddAsync(new() { Name = "Ada" }, null, "test", Cancellation);
        var again = await store.People.AddAsync(new() { Name = "A. Lovelace", ExternalId = "1815" }, null, "test", Cancellation);
        await store.People.SetGroupsAsync(ada.Id, [day.Id], "test", Cancellation);
        await store.People.SetGroupsAsync(again.Id, [night.Id], "test", Cancellation);
        await store.People.SetStatusAsync(again.Id, PersonStatus.Suspended, "test", Cancellation);

        await new AlikePeople(store).MergeAsync(ada.Id, again.Id, "Rita", Cancellation);

        var kept = Assert.Single(store.People.List());
        Assert.Equal(("Ada", "1815", PersonStatus.Suspended), (kept.Name, kept.ExternalId, kept.Status));
        Assert.Equal(new[] { day.Id, night.Id }.Order(), kept.Groups.Order());
    }
}
