using AccessKiosk.Storage.Events;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Storage.Tests.Records;

public sealed class FollowTests
{
    [Fact]
    public async Task Whoever_follows_the_record_gets_every_event_once_in_order_across_a_restart()
    {
        await using var home = new TestStore();
        long last = 0;
        var seen = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var store = await home.OpenAsync();
            await Task.WhenAll(Enumerable.Range(0, 20).Select(i => AppendAsync(home, store, $"{start}-{i}")));
            await foreach (var happened in store.Events.FollowAsync(last, TestStore.Token))
            {
                Assert.True(happened.Sequence > last);
                last = happened.Sequence;
                seen.Add(happened.Detail!);
                if (seen.Count == 21 * start + 20)
                    // Somebody waits already.
                    _ = AppendAsync(home, store, $"{start}-late");
                if (seen.Count == 21 * (start + 1))
                    break;
            }
        }

        Assert.Equal(42, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_places_go_on_rising_after_the_record_was_purged_to_the_last_event()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await AppendAsync(home, store, "old");
        var before = await store.Events.NewestAsync(TestStore.Token);
        await store.DisposeAsync();

        home.Time.Advance(TimeSpan.FromDays(200));
        await using var again = await home.OpenAsync();
        await again.Clock.ConfirmAsync(TestStore.By, TestStore.Token);
        await again.Privacy.PurgeAsync(new(), TestStore.Token);
        Assert.Equal(0, await again.Events.NewestAsync(TestStore.Token));
        await AppendAsync(home, again, "new");

        Assert.True(await again.Events.NewestAsync(TestStore.Token) > before);
    }

    [Fact]
    public async Task A_stream_of_the_record_reads_every_page()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(i => AppendAsync(home, store, $"{i}")));

        var seen = new HashSet<string>();
        await foreach (var happened in store.Events.StreamAsync(new() { Kind = "camera" }, TestStore.Token))
            seen.Add(happened.Detail!);

        Assert.Equal(2500, seen.Count);
    }

    private static Task AppendAsync(TestStore home, KioskStore store, string reason) =>
        store.Events.AppendAsync(new() { At = home.Time.GetUtcNow(), Code = EventCodes.CameraOpened, Door = "main", Detail = reason }, TestStore.Token);
}
