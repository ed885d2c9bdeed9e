using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Policy;

/// <summary>Where people were at any moment, from what anti-passback remembers.</summary>
public sealed class PassagesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero);
    private static readonly AccessPolicy Policy = new(new([new DoorPolicy
    {
        Name = "main", Permissions = [new(DefaultAccessModel.Group, null)], AntiPassback = AntiPassback.Soft, FromZone = "street", ToZone = "house",
    }]));

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Start);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_was_where_at_a_past_moment_is_what_a_hand_made_list_says_also_after_a_restart()
    {
        PersonId ada, bob, cleo;
        await using (var store = await OpenAsync())
        {
            ada = await AddAsync(store, "Ada");
            bob = await AddAsync(store, "Bob");
            cleo = await AddAsync(store, "Cleo");
            await RunAsync(store, memory =>
            {
                // All at once: what the writer did not see in between is in the record all the same.
                foreach (var (minute, person, direction) in new[]
                {
                    (1, ada, DoorDirection.In), (2, bob, DoorDirection.In), (5, ada, DoorDirection.Out), (7, ada, DoorDirection.In), (9, bob, DoorDirection.Out),
                })
                {
                    lock (memory.Gate)
                        memory.Pass(Policy, new("main", Start.AddMinutes(minute), FaceAnswer.Identified, new() { Id = person.Value }, Direction: direction));
                }

                _time.SetUtcNow(Start.AddMinutes(12));
                Assert.Equal(1, memory.Forgive([ada]));
                lock (memory.Gate)
                    memory.Pass(Policy, new("main", Start.AddMinutes(15), FaceAnswer.Identified, new() { Id = cleo.Value }));
            });
        }

        await using var again = await OpenAsync();
        Assert.Equal(Start.AddMinutes(1), await again.Muster.FirstAsync(Cancellation));
        foreach (var (minute, expected) in new (double, (PersonId, string, int)[])[]
        {
            (0.5, []),
            (1, [(ada, "house", 1)]),
            (3, [(ada, "house", 1), (bob, "house", 2)]),
            (6, [(ada, "street", 5), (bob, "house", 2)]),
            (8, [(ada, "house", 7), (bob, "house", 2)]),
            (11, [(ada, "house", 7), (bob, "street", 9)]),
            (13, [(bob, "street", 9)]),
            (60, [(bob, "street", 9), (cleo, "house", 15)]),
        })
        {
            var places = await again.Muster.PlacesAsync(Start.AddMinutes(minute), Cancellation);
            Assert.Equal(
                expected.Select(one => (one.Item1, (string?)one.Item2, Start.AddMinutes(one.Item3))).OrderBy(one => one.Item1.Value),
                places.Select(one => (one.Person, one.Zone, one.At)).OrderBy(one => one.Person.Value));
        }

        // Whoever is erased was never there.
        await again.Privacy.EraseAsync(bob, "test", Cancellation);
        Assert.Equal([cleo], (await again.Muster.PlacesAsync(Start.AddMinutes(60), Cancellation)).Select(one => one.Person));
        Assert.Equal([ada], (await again.Muster.PlacesAsync(Start.AddMinutes(3), Cancellation)).Select(one => one.Person));
    }

    [Fact]
    public async Task Marks_survive_a_restart_are_audited_once_each_and_go_with_the_muster_and_the_person()
    {
        PersonId ada, bob;
        await using (var store = await OpenAsync())
        {
            ada = await AddAsync(store, "Ada");
            bob = await AddAsync(store, "Bob");
            foreach (var person in new[] { ada, bob, ada })
                await store.Muster.MarkAsync(person, safe: true, "Rita", Cancellation);
        }

        await using var again = await OpenAsync();
        var safe = await again.Muster.SafeAsync(Cancellation);
        Assert.Equal([(ada, "Rita", Start), (bob, "Rita", Start)], safe.Select(mark => (mark.Person, mark.By, mark.At)).OrderBy(mark => mark.Person != ada));
        await again.Muster.MarkAsync(bob, safe: false, "Rita", Cancellation);
        await again.Muster.MarkAsync(bob, safe: true, "Ada", Cancellation);
        await again.Privacy.EraseAsync(bob, "test", Cancellation);
        await again.Muster.MarkAsync(bob, safe: true, "Ada", Cancellation);
        Assert.Equal([ada], (await again.Muster.SafeAsync(Cancellation)).Select(mark => mark.Person));
        Assert.Equal(1, await again.Muster.EndAsync("Rita", Cancellation));
        Assert.Equal(0, await again.Muster.EndAsync("Rita", Cancellation));
        Assert.Empty(await again.Muster.SafeAsync(Cancellation));
        var audit = (await again.Audit.ListAsync(cancellationToken: Cancellation)).Where(entry => entry.Action.StartsWith("muster.", StringComparison.Ordinal)).Select(entry => (entry.Action, entry.Actor)).Reverse();
        Assert.Equal(
            [("muster.marked-safe", "Rita"), ("muster.marked-safe", "Rita"), ("muster.mark-taken-back", "Rita"), ("muster.marked-safe", "Ada"), ("muster.ended", "Rita")], audit);
    }

    private static async Task<PersonId> AddAsync(KioskStore store, string name) => (await store.People.AddAsync(new() { Name = name }, null, "test", Cancellation)).Id;

    private Task<KioskStore> OpenAsync() => KioskStore.OpenAsync(new() { Directory = Path.Combine(_folder.Path, "store") }, time: _time, cancellationToken: Cancellation);

    private async Task RunAsync(KioskStore store, Action<PersistedAccessState> act)
    {
        using var supervisor = new ServiceSupervisor(_time);
        using var memory = await PersistedAccessState.OpenAsync(store, _time, Cancellation);
        using var writer = new AccessStateWriter(memory, supervisor);
        await writer.StartAsync(Cancellation);
        act(memory);
        await writer.StopAsync(Cancellation);
    }
}
