using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Policy.Rules;

/// <summary>Rules, presences and hold-open with a real store and a simulated door.</summary>
public sealed class SiteRulesTests : IDisposable
{
    private static readonly string[] Doors = ["main", "yard"];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_site_that_has_never_written_rules_lets_everybody_active_in()
    {
        await using var store = await OpenAsync();
        var site = await SiteRules.OpenAsync(store, Doors, Cancellation);

        Assert.Null(site.Active.Fault);
        Assert.Equal(AccessOutcome.Grant, Decide(site, DefaultAccessModel.Group));
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(store)).Status);
    }

    [Fact]
    public async Task Saved_rules_count_at_once_and_after_a_restart_and_are_audited()
    {
        var staff = Guid.NewGuid();
        await using (var store = await OpenAsync())
        {
            var site = await SiteRules.OpenAsync(store, Doors, Cancellation);
            await site.SaveAsync(For(staff), 0, "Ada", "staff alone", Cancellation);
            Assert.Equal(AccessOutcome.Deny, Decide(site, DefaultAccessModel.Group));
            Assert.Equal(AccessOutcome.Grant, Decide(site, staff));
            var entry = (await store.Audit.ListAsync(SiteRules.Setting, cancellationToken: Cancellation)).Single();
            Assert.Equal(("Ada", "setting.changed"), (entry.Actor, entry.Action));
        }

        await using var again = await OpenAsync();
        var reopened = await SiteRules.OpenAsync(again, Doors, Cancellation);
        Assert.Equal(1, reopened.Active.Version);
        Assert.Equal(AccessOutcome.Grant, Decide(reopened, staff));
        Assert.Equal(AccessOutcome.Deny, Decide(reopened, DefaultAccessModel.Group));
        var check = await CheckAsync(again);
        Assert.Equal(HealthStatus.Degraded, check.Status);
        Assert.Contains("none for yard", check.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_box_whose_own_zone_has_no_name_falls_back_to_UTC()
    {
        var (rules, advice) = ZoneNames.Known(For(Guid.NewGuid()) with { Zone = "Atlantis/Old_Town" }, box: "Local");
        Assert.Equal("UTC", rules.Zone);
        Assert.Contains("'UTC'", Assert.Single(advice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Kyiv", "Europe/Kiev")]
    [InlineData("Asia/Kolkata", "Asia/Calcutta")]
    public void A_name_that_is_newer_than_the_system_stands_for_the_same_zone_under_its_older_name(string newer, string older)
    {
        var (rules, advice) = ZoneNames.Known(For(Guid.NewGuid()) with { Zone = newer }, "UTC", name => name != newer);
        Assert.Equal((older, true), (rules.Zone, Assert.Single(advice).Contains("the same zone", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_time_zone_name_that_the_system_has_dropped_keeps_the_rules_working_and_says_what_to_choose()
    {
        await using var store = await OpenAsync();
        var staff = Guid.NewGuid();
        var rules = For(staff) with { Zone = "Atlantis/Old_Town", Schedules = [new() { Name = "day", Zone = "Atlantis/Old_Town", Week = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>>() }] };
        await store.Settings.WriteAsync(SiteRules.Setting, RulesText.Write(rules), 0, "older version", "", Cancellation);
        var site = await SiteRules.OpenAsync(store, ["main"], Cancellation);
        Assert.Null(site.Active.Fault);
        Assert.Equal(AccessOutcome.Grant, Decide(site, staff));
        Assert.Equal(TimeZoneInfo.Local.Id, site.Active.Zone.Id);
        Assert.All(site.Active.Advice, advice => Assert.Contains("Atlantis/Old_Town", advice, StringComparison.Ordinal));
        Assert.Equal(2, site.Active.Advice.Count);
        var check = await CheckAsync(store);
        Assert.Equal((HealthStatus.Degraded, true), (check.Status, check.Description!.Contains("does not know", StringComparison.Ordinal)));
        // What somebody writes anew must be a name that is known.
        await Assert.ThrowsAsync<RulesException>(() => site.SaveAsync(rules, 1, "Ada", "", Cancellation));
    }

    [Fact]
    public async Task Who_changes_rules_that_somebody_else_has_changed_is_told_and_nothing_changes()
    {
        await using var store = await OpenAsync();
        var site = await SiteRules.OpenAsync(store, Doors, Cancellation);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await site.SaveAsync(For(first), 0, "Ada", "", Cancellation);

        var fault = await Assert.ThrowsAsync<StoreException>(() => site.SaveAsync(For(second), 0, "Bob", "", Cancellation));

        Assert.Equal(StoreFault.Conflict, fault.Fault);
        Assert.StartsWith("Ada has changed this", fault.Message, StringComparison.Ordinal);
        Assert.Equal(AccessOutcome.Grant, Decide(site, first));
    }

    [Fact]
    public async Task Faulty_rules_are_refused_with_every_fault_and_the_old_ones_stay()
    {
        await using var store = await OpenAsync();
        var site = await SiteRules.OpenAsync(store, Doors, Cancellation);
        var faulty = For(Guid.NewGuid()) with { Zone = "Atlantis", Lockout = new() { Failures = 1000 } };

        var fault = await Assert.ThrowsAsync<RulesException>(() => site.SaveAsync(faulty, 0, "Ada", "", Cancellation));

        Assert.Equal(2, fault.Message.Split(Environment.NewLine).Length);
        Assert.Equal(AccessOutcome.Grant, Decide(site, DefaultAccessModel.Group));
        Assert.Null(await store.Settings.FindAsync(SiteRules.Setting, Cancellation));
    }

    [Fact]
    public async Task A_damaged_document_lets_nobody_in_and_doctor_says_so()
    {
        await using var store = await OpenAsync();
        await store.Settings.WriteAsync(SiteRules.Setting, """{"doors":[{"name":"main",""", 0, "a faulty disk", "", Cancellation);
        var site = await SiteRules.OpenAsync(store, Doors, Cancellation);

        Assert.Equal(AccessOutcome.Deny, Decide(site, DefaultAccessModel.Group));
        var check = await CheckAsync(store);
        Assert.Equal(HealthStatus.Unhealthy, check.Status);
        Assert.Contains("nobody is let in", check.Description, StringComparison.Ordinal);

        // New rules mend it.
        await site.SaveAsync(SiteRules.Defaults(Doors), site.Active.Version, "Ada", "anew", Cancellation);
        Assert.Equal(AccessOutcome.Grant, Decide(site, DefaultAccessModel.Group));
    }

    [Fact]
    public async Task Presences_and_lockouts_survive_a_restart_and_go_with_the_person()
    {
        PersonId inside, other;
        using var supervisor = new ServiceSupervisor(TimeProvider.System);
        var at = TimeProvider.System.GetUtcNow();
        await using (var store = await OpenAsync())
        {
            inside = (await store.People.AddAsync(new() { Name = "A" }, null, "test", Cancellation)).Id;
            other = (await store.People.AddAsync(new() { Name = "B" }, null, "test", Cancellation)).Id;
            using var memory = await PersistedAccessState.OpenAsync(store, TimeProvider.System, Cancellation);
            using var writer = new AccessStateWriter(memory, supervisor);
            await writer.StartAsync(Cancellation);
            lock (memory.Gate)
            {
                foreach (var id in new[] { inside.Value, other.Value })
                    memory.State = memory.State with
                    {
                        Presences = memory.State.Presences.SetItem(id, new("house", at)),
                        PersonFailures = memory.State.PersonFailures.SetItem(id, new([], at, 1)),
                    };
            }

            await writer.StopAsync(Cancellation);
        }

        await using (var store = await OpenAsync())
        {
            using var memory = await PersistedAccessState.OpenAsync(store, TimeProvider.System, Cancellation);
            using var writer = new AccessStateWriter(memory, supervisor);
            await writer.StartAsync(Cancellation);
            Assert.Equal("house", memory.State.Presences[inside.Value].Zone);
            Assert.True(memory.State.PersonFailures[inside.Value].IsLocked(at.AddSeconds(1), new()));

            await store.Privacy.EraseAsync(inside, "test", Cancellation);
            Assert.False(memory.State.Presences.ContainsKey(inside.Value));
            Assert.All(await store.AccessStates.ListAsync(Cancellation), line => Assert.Equal(other, line.Person));
            await writer.StopAsync(Cancellation);
        }

        await using var last = await OpenAsync();
        using var left = await PersistedAccessState.OpenAsync(last, TimeProvider.System, Cancellation);
        Assert.Equal(other.Value, Assert.Single(left.State.Presences).Key);
        Assert.Equal(other.Value, Assert.Single(left.State.PersonFailures).Key);
    }

    [Fact]
    public async Task A_schedule_holds_the_door_open_and_so_does_an_operator_until_a_time()
    {
        await using var store = await OpenAsync();
        var site = await SiteRules.OpenAsync(store, ["main"], Cancellation);
        var rules = SiteRules.Defaults(["main"]) with
        {
            Zone = "UTC",
            Schedules = [new() { Name = "noon", Week = new Dictionary<DayOfWeek, IReadOnlyList<ScheduleInterval>> { [DayOfWeek.Wednesday] = [new(new(12, 0), new(13, 0))] } }],
        };
        await site.SaveAsync(rules.With(rules.Door("main")! with { HoldOpen = "noon" }), 0, "Ada", "", Cancellation);
        var time = new FakeTimeProvider(new(2026, 3, 18, 11, 59, 0, TimeSpan.Zero));
        using var gpio = new SimulatedGpio(time);
        using var door = Door.Open(new() { Name = "main", Relay = "relay" }, gpio, time);
        using var memory = new PersistedAccessState();
        using var supervisor = new ServiceSupervisor(time);
        using var clock = new HoldOpenClock([door], site.Book, memory, time, supervisor);
        await clock.StartAsync(Cancellation);

        Assert.Equal(DoorMode.Locked, door.State.Mode);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(DoorMode.HoldOpen, door.State.Mode);
        Assert.True(gpio.IsActive("relay"));
        time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(DoorMode.Locked, door.State.Mode);

        clock.Hold(door, TimeSpan.FromMinutes(5), "Ada");
        Assert.Equal(DoorMode.HoldOpen, door.State.Mode);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(DoorMode.Locked, door.State.Mode);
        Assert.False(gpio.IsActive("relay"));

        // A clock that is set back into the hour counts at once; rules that no longer hold it open do so too.
        time.AdjustTime(new(2026, 3, 18, 12, 30, 0, TimeSpan.Zero));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DoorMode.HoldOpen, door.State.Mode);
        await site.SaveAsync(SiteRules.Defaults(["main"]), 1, "Ada", "", Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DoorMode.Locked, door.State.Mode);
    }

    [Theory]
    [InlineData(DoorMode.Lockdown)]
    [InlineData(DoorMode.Fault)]
    [InlineData(DoorMode.Tampered)]
    [InlineData(DoorMode.Interlocked)]
    [InlineData(DoorMode.Emergency)]
    public async Task A_hold_is_refused_while_something_stronger_has_the_lock_and_no_door_springs_open_afterwards(DoorMode mode)
    {
        var time = new FakeTimeProvider(new(2026, 3, 18, 12, 0, 0, TimeSpan.Zero));
        using var gpio = new SimulatedGpio(time);
        DoorOptions Options(string name) => new() { Name = name, Relay = $"relay-{name}", Contact = $"contact-{name}", Tamper = $"tamper-{name}", Emergency = $"emergency-{name}", Interlock = "lock" };
        using var doors = DoorSet.Open([Options("main"), Options("yard")], gpio, time);
        var (door, other) = (doors["main"]!, doors["yard"]!);
        using var memory = new PersistedAccessState();
        using var supervisor = new ServiceSupervisor(time);
        using var clock = new HoldOpenClock(doors.Doors, new(DefaultAccessModel.Model(Doors)), memory, time, supervisor);
        await clock.StartAsync(Cancellation);
        void Set(bool on)
        {
            switch (mode)
            {
                case DoorMode.Lockdown:
                    door.SetLockdown(on, "Rita");
                    break;
                case DoorMode.Fault when on:
                    door.ReportFault("relay", "cut", DoorFaultScope.Lock);
                    break;
                case DoorMode.Fault:
                    door.ClearFault("relay");
                    break;
                case DoorMode.Tampered:
                    gpio.Set("tamper-main", on);
                    break;
                case DoorMode.Interlocked:
                    gpio.Set("contact-yard", on);
                    break;
                default:
                    gpio.Set("emergency-main", on);
                    break;
            }
        }

        Assert.True(clock.Hold(door, TimeSpan.FromMinutes(30), "Ada").Open);
        // Two doors of a lock are not held open at once.
        Assert.Equal(new(false, DoorMode.Interlocked), clock.Hold(other, TimeSpan.FromMinutes(30), "Ada"));
        Set(true);
        Assert.Equal(mode, door.State.Mode);
        time.Advance(TimeSpan.FromSeconds(1));
        // The emergency release holds it open itself; everything else ends the hold.
        Assert.Equal(mode is DoorMode.Emergency, clock.Until("main") is not null);
        clock.End(door, "Ada");
        Assert.Equal(new(false, mode), clock.Hold(door, TimeSpan.FromMinutes(30), "Ada"));
        Assert.Null(clock.Until("main"));
        Set(false);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DoorMode.Locked, door.State.Mode);
    }

    private static AccessRules For(Guid group) => new() { Doors = [new() { Name = "main", Permissions = [new(group, null)] }] };

    private static AccessOutcome Decide(SiteRules site, Guid group) => site.Book.Current.Decide(
        new("main", TimeProvider.System.GetUtcNow(), FaceAnswer.Identified, new() { Id = Guid.NewGuid(), Groups = [group] }), AccessState.Empty).Outcome;

    private static Task<HealthCheckResult> CheckAsync(KioskStore store) =>
        new RulesCheck(store, new(new(), new Dictionary<string, CameraOptions>(), Doors.ToDictionary(name => name, name => new DoorOptions { Name = name, Relay = name })), TimeProvider.System)
            .CheckHealthAsync(new(), Cancellation);

    private Task<KioskStore> OpenAsync() => KioskStore.OpenAsync(new() { Directory = Path.Combine(_folder.Path, "store") }, cancellationToken: Cancellation);
}
