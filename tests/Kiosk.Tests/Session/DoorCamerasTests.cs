using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>Two cameras at one door.</summary>
public sealed class DoorCamerasTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.New();

    private readonly FakeTimeProvider _time = new(new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));
    private readonly SimulatedGpio _gpio;
    private readonly Door _door;
    private readonly DoorContext _doorway;

    public DoorCamerasTests()
    {
        _gpio = new(_time);
        _door = Door.Open(new() { Name = "main", Relay = "relay" }, _gpio, _time);
        _doorway = new(_door, new(DefaultAccessModel.Model("main")), new());
    }

    public void Dispose()
    {
        _door.Dispose();
        _gpio.Dispose();
    }

    [Fact]
    public void The_only_camera_s_fault_bars_faces_until_all_that_failed_works_again()
    {
        var camera = _doorway.Cameras.Add("main");
        camera.Report("camera", "it was pulled out");
        camera.Report("recognition", "the model broke");
        camera.Clear("camera");
        Assert.Equal(DoorMode.Impaired, _door.State.Mode);
        camera.Clear("recognition");
        Assert.Equal(DoorMode.Locked, _door.State.Mode);
        Assert.Equal("camera: it was pulled out", Events()[0].Detail);
    }

    [Fact]
    public void A_camera_with_a_fault_lets_nobody_in_while_the_other_one_of_the_door_does()
    {
        var (one, other) = (_doorway.Cameras.Add("in"), _doorway.Cameras.Add("out"));
        one.Report("camera", "it was pulled out");
        Assert.Equal(ReasonCode.CameraFault, Identify(one).Reason);
        Assert.False(_gpio.IsActive("relay"));
        Assert.True(Identify(other).Open);
        one.Clear("camera");
        Assert.True(Identify(one).Open);
    }

    [Fact]
    public void Faces_are_barred_once_the_last_camera_fails_and_free_when_one_of_them_is_well()
    {
        var (one, other) = (_doorway.Cameras.Add("in"), _doorway.Cameras.Add("out"));
        one.Report("camera", "black");
        Assert.True(_door.RemoteUnlock("Rita").Open);
        _time.Advance(TimeSpan.FromSeconds(5));
        other.Report("recognition", "broken");
        Assert.Equal(DoorMode.Impaired, _door.State.Mode);
        Assert.True(_door.RemoteUnlock("Rita").Open);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["camera in: black", "recognition out: broken"], Events().Where(e => e.Actions.HasFlag(DoorActions.AlarmFault)).Select(e => e.Detail).Order());
        other.Clear("recognition");
        Assert.Equal(DoorMode.Locked, _door.State.Mode);
        Assert.True(Identify(other).Open);
        Assert.False(Identify(one).Open);
    }

    private GateAnswer Identify(CameraTrust camera) => new Gatekeeper(_doorway, camera, DoorDirection.In, id => new() { Id = id.Value, Groups = [DefaultAccessModel.Group] }, _time)
        .Ask(new Decision(null, 1, Ada, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default));

    private List<DoorEvent> Events()
    {
        var events = new List<DoorEvent>();
        while (_door.Events.TryRead(out var happened))
            events.Add(happened);
        return events;
    }
}
