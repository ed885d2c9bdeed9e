using AccessKiosk.Storage.Events;
using System.Collections.Concurrent;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Timing;
using Microsoft.Data.Sqlite;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>The record of eight simulated doors, on a real store.</summary>
public sealed class EventRecorderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly DoorClock _clock = new();
    private readonly SimulatedGpio _gpio;
    private readonly DoorSet _doors;
    private KioskStore _store = null!;
    private readonly ServiceSupervisor _supervisor = new(TimeProvider.System);
    private EventRecorder _record = null!;

    public EventRecorderTests()
    {
        _gpio = new(_clock);
        _doors = DoorSet.Open([.. Enumerable.Range(1, 8).Select(i => new DoorOptions { Name = $"door {i}", Relay = $"relay {i}" })], _gpio, _clock);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await KioskStore.OpenAsync(new() { Directory = _folder.Path, BusyTimeout = TimeSpan.FromSeconds(1) }, cancellationToken: Cancellation);
        _record = new(_store, _doors, new Nowhere(), TimeProvider.System, _supervisor);
        await _record.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _record.StopAsync(CancellationToken.None);
        _record.Dispose();
        _supervisor.Dispose();
        await _store.DisposeAsync();
        _doors.Dispose();
        _gpio.Dispose();
        _clock.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reasons_too_long_for_the_store_or_on_several_lines_are_recorded_on_one_and_cut()
    {
        Publish(new string('a', 2001));
        Publish("one\r\ntwo\u202E");
        Publish(string.Concat(Enumerable.Repeat("😀", 1001)));
        Publish("\uD83D alone");
        Publish("as it is");
        await Until(async () => (await EventsAsync()).Count == 5);

        Assert.Equal(
            [new string('a', 1999) + "…", "one  two", string.Concat(Enumerable.Repeat("😀", 999)) + "…", "\uFFFD alone", "as it is"],
            (await EventsAsync()).Select(happened => happened.Detail));
        Assert.All(_doors.Doors, door => Assert.Equal(DoorMode.Locked, door.State.Mode));
    }

    [Fact]
    public async Task What_the_store_refuses_is_recorded_as_refused_and_the_next_goes_on()
    {
        Publish("where no door is", door: new string('d', 201));
        var id = Guid.CreateVersion7();
        Publish("once", id: id);
        Publish("twice", id: id);
        Publish("as it is");
        await Until(async () => (await EventsAsync()).Count == 4);

        var events = await EventsAsync();
        Assert.Equal("An event (access.denied) could not be kept: The event's door has 201 characters: 200 fit.", events[0].Detail);
        Assert.Equal("once", events[1].Detail);
        Assert.StartsWith("An event (access.denied) could not be kept: ", events[2].Detail, StringComparison.Ordinal);
        Assert.Equal("as it is", events[3].Detail);
        Assert.Equal(["record.fault", "access.denied", "record.fault", "access.denied"], events.Select(happened => happened.Code.Name));
        Assert.All(_doors.Doors, door => Assert.Equal(DoorMode.Locked, door.State.Mode));
    }

    [Fact]
    public async Task A_store_that_was_busy_for_long_works_off_what_waits_and_each_door_tells_once_that_it_is_over()
    {
        var over = new ConcurrentBag<string>();
        var telling = Task.WhenAll(_doors.Doors.Select(TellAsync));
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "kiosk.db")};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var held = other.BeginTransaction(deferred: false);
            for (var i = 0; i < 1100; i++)
                Publish($"event {i}");
            Assert.All(_doors.Doors, door => Assert.Equal(DoorMode.Impaired, door.State.Mode));
        }

        var names = _doors.Doors.Select(door => door.Name).Order();
        await Until(async () => (await EventsAsync()).Count(happened => happened.Code == EventCodes.DoorFaultOver) >= 8);
        Assert.All(_doors.Doors, door => Assert.Equal(DoorMode.Locked, door.State.Mode));
        _doors.Dispose();
        await telling;
        Assert.Equal(names, over.Order());

        async Task TellAsync(Door door)
        {
            await foreach (var happened in door.Events.ReadAllAsync(Cancellation))
            {
                if (happened.Actions.HasFlag(DoorActions.EndFaultAlarm))
                    over.Add(door.Name);
                foreach (var code in DoorEventCodes.Of(happened))
                    _record.Publish(new() { At = happened.At, Code = code, Door = door.Name, Cause = SnakeCase.Name(happened.Cause), Detail = happened.Detail });
            }
        }
    }

    private void Publish(string detail, string door = "door 1", Guid? id = null) => _record.Publish(
        new() { Id = id ?? Guid.CreateVersion7(), At = TimeProvider.System.GetUtcNow(), Code = EventCodes.AccessDenied, Door = door, Detail = detail });

    private Task<IReadOnlyList<AccessEvent>> EventsAsync() => _store.Events.SinceAsync(0, 10_000, Cancellation);

    private static async Task Until(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(50, Cancellation);
    }

    private sealed class Nowhere : IEventSink
    {
        public void Publish(AccessEvent happened) { }
    }
}
