using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Hardware.Doors;

namespace AccessKiosk.Kiosk.Tests.Session.Lanes;

/// <summary>Several cameras and doors in one program, with real models and recordings.</summary>
[Trait("Speed", "slow")]
public sealed class LanesTests : IClassFixture<EnrolledStore>, IDisposable
{
    private static readonly string[] OneDoor = ["Doors:main:Relay=relay", "Cameras:in:Source=0", "Cameras:out:Source=1", "Cameras:out:Direction=Out"];

    private readonly TemporaryFolder _folder = new();

    public LanesTests(EnrolledStore enrolled)
    {
        enrolled.CopyTo(Store);
        Later = Path.Combine(_folder.Path, "later.mp4");
    }

    private string Store => Path.Combine(_folder.Path, "store");

    private string Later { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_camera_opens_its_own_door_for_whom_it_sees_and_no_other()
    {
        await using var site = await OpenTwoAsync(Recordings.ManAnotherDay, Recordings.Stranger, "Camera:Loop=true");
        var opened = new List<string>();
        site.Gpio.Watch(edge =>
        {
            if (edge.Active)
                lock (opened)
                    opened.Add(edge.Line);
        });
        await site.RunAsync();
        var granted = await site.UntilAsync(e => e.Code == EventCodes.AccessGranted);
        Assert.Equal(("front", "one", EnrolledStore.Man), (granted.Door, granted.Camera, granted.Name));
        var denied = await site.UntilAsync(e => e.Code == EventCodes.AccessDenied && e.Door == "back");
        Assert.Equal(("two", null), (denied.Camera, denied.Person));
        Assert.DoesNotContain(site.Events, e => e.Code == EventCodes.AccessGranted && e.Door == "back");
        lock (opened)
            Assert.Equal(["front"], opened.Distinct(StringComparer.Ordinal));
        Assert.All(site.Kiosk.Lanes, lane => Assert.NotEqual(0, lane.Frames));
    }

    [Fact]
    public async Task What_happens_is_kept_with_its_door_and_its_camera()
    {
        await using (var site = await OpenTwoAsync(Recordings.ManAnotherDay, Recordings.Stranger))
            Assert.Equal(EventCodes.AccessGranted, site.Show("two", Recordings.ManAnotherDay).Code);
        await using var store = await Enrollment.Store.KioskStore.OpenAsync(new() { Directory = Store }, Storage.StoreAccess.Read, cancellationToken: Cancellation);
        var kept = await store.Events.QueryAsync(new() { Door = "back" }, Cancellation);
        var granted = Assert.Single(kept, e => e.Code == EventCodes.AccessGranted);
        Assert.Equal("two", granted.Camera);
        Assert.Contains(kept, e => e.Code == EventCodes.DoorUnlocked);
        Assert.Empty(await store.Events.QueryAsync(new() { Door = "front", Kind = "access.granted" }, Cancellation));
    }

    [Fact]
    public async Task Of_two_interlocked_doors_the_second_is_refused_while_the_first_is_unlocked_or_open()
    {
        await using var site = await OpenTwoAsync(
            Recordings.ManAnotherDay, Recordings.Stranger,
            "Doors:front:Interlock=trap", "Doors:back:Interlock=trap", "Doors:front:Contact=front-contact", "Doors:back:Contact=back-contact", "Doors:front:Pulse=00:01:00");
        Assert.Equal(EventCodes.AccessGranted, site.Show("one", Recordings.ManAnotherDay).Code);
        Refused();
        site.Gpio.Set("front-contact", true);
        // The pulse ends once the leaf has stayed open, not at the contact's first edge.
        await site.UntilAsync(() => !site.Gpio.IsActive("front"));
        Refused();
        site.Gpio.Set("front-contact", false);
        Assert.Equal(EventCodes.AccessGranted, site.Show("two", Recordings.ManAnotherDay).Code);
        Assert.True(site.Gpio.IsActive("back"));

        void Refused()
        {
            var second = site.Show("two", Recordings.ManAnotherDay);
            Assert.Equal((EventCodes.AccessDenied, "back", ReasonCode.Interlocked), (second.Code, second.Door, second.Reason));
            Assert.False(site.Gpio.IsActive("back"));
        }
    }

    [Fact]
    public async Task A_camera_that_is_lost_locks_its_own_door_alone_and_comes_back_by_itself()
    {
        await using var site = await OpenTwoAsync(Later, Recordings.ManAnotherDay, "Camera:Loop=true", "Recognition:GrantAgainAfter=2");
        await site.RunAsync();
        var lost = await site.UntilAsync(e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door");
        Assert.Equal(("front", "one"), (lost.Door, lost.Camera));
        Assert.Equal("back", (await site.UntilAsync(e => e.Code == EventCodes.AccessGranted)).Door);
        Assert.Equal((DoorMode.Impaired, false), (site.Kiosk.Doors["front"]!.State.Mode, site.Kiosk.Lane("one")!.Sees));
        File.Copy(Recordings.ManAnotherDay, Later + ".part");
        File.Move(Later + ".part", Later);
        Assert.Equal("one", (await site.UntilAsync(e => e.Code == EventCodes.AccessGranted && e.Door == "front")).Camera);
        Assert.DoesNotContain(site.Events, e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door" && e.Door == "back");
    }

    [Fact]
    public async Task Whoever_came_in_by_one_camera_must_go_out_by_the_other_before_they_come_in_again_also_after_a_restart()
    {
        await using (var site = await LaneSite.OpenAsync(Store, OneDoor))
        {
            var rules = SiteRules.Defaults(["main"]);
            await site.Kiosk.Site.SaveAsync(
                rules.With(rules.Door("main")! with { AntiPassback = AntiPassback.Hard, FromZone = "street", ToZone = "house" }), 0, "Ada", "", Cancellation);
            Assert.Equal(EventCodes.AccessGranted, site.Show("in", Recordings.ManAnotherDay).Code);
            Refused(site, "in");
        }

        await using (var site = await LaneSite.OpenAsync(Store, OneDoor))
        {
            Refused(site, "in");
            Assert.Equal(EventCodes.AccessGranted, site.Show("out", Recordings.ManAnotherDay).Code);
            Refused(site, "out");
        }

        await using var last = await LaneSite.OpenAsync(Store, OneDoor);
        Assert.Equal(EventCodes.AccessGranted, last.Show("in", Recordings.ManAnotherDay).Code);
    }

    [Fact]
    public async Task A_gallery_too_large_for_the_calibration_lets_nobody_in_and_the_lanes_run_on()
    {
        var file = Path.Combine(_folder.Path, "small.json");
        await SmallRecord.WriteAsync(file);
        await using var site = await LaneSite.OpenAsync(Store, [.. OneDoor, $"Recognition:Calibration={file}", SmallRecord.TooStrictSetting]);
        foreach (var camera in new[] { "in", "out", "in" })
        {
            var decision = site.Show(camera, Recordings.ManAnotherDay);
            Assert.Equal((EventCodes.AccessDenied, null, null), (decision.Code, decision.Person, decision.Threshold));
        }

        var told = Assert.Single(site.Events, e => e.Severity is EventSeverity.Fault && e.Code.Group is not "door");
        Assert.StartsWith("nobody can be let in: ", told.Detail, StringComparison.Ordinal);
    }

    private static void Refused(LaneSite site, string camera)
    {
        var decision = site.Show(camera, Recordings.ManAnotherDay);
        Assert.Equal(EventCodes.AccessDenied, decision.Code);
        Assert.Equal(ReasonCode.AntiPassback, decision.Reason);
    }

    private Task<LaneSite> OpenTwoAsync(string one, string two, params string[] settings) => LaneSite.OpenAsync(Store, [
        "Doors:front:Relay=front", "Doors:back:Relay=back", $"Cameras:one:Source={one}", "Cameras:one:Door=front", $"Cameras:two:Source={two}", "Cameras:two:Door=back", .. settings]);
}
