using AccessKiosk.Kiosk.Tests.Session.Lanes;
using AccessKiosk.Storage.Events;
using AccessKiosk.Access.Doors;
using AccessKiosk.Access.Gate;
using AccessKiosk.Access.Policy;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using AccessKiosk.Hardware.Indicators;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>What the lamps and the buzzer at a door show of decisions and of the door.</summary>
public sealed class DoorIndicatorsTests : IDisposable
{
    private static readonly PersonId Ada = PersonId.New();

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 3, 18, 9, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_grant_lights_the_green_lamp_for_the_pulse_and_beeps_once_and_a_denial_beeps_twice()
    {
        using var gpio = new SimulatedGpio(_time);
        using var door = Door.Open(new() { Name = "main", Relay = "relay" }, gpio, _time);
        using var indicators = new DoorIndicators(new() { Green = "green", Red = "red", Buzzer = "buzzer" }, gpio, _time);
        var doorway = new DoorContext(door, new(new AccessModel([new() { Name = "main", Permissions = [new(DefaultAccessModel.Group, null)] }])), new(), indicators);
        var gate = new Gatekeeper(doorway, doorway.Cameras.Add("main"), DoorDirection.In, id => new() { Id = id.Value, Groups = [DefaultAccessModel.Group] }, _time);
        var beeps = 0;
        gpio.Watch(edge => beeps += edge is { Line: "buzzer", Active: true } ? 1 : 0);

        Assert.True(Ask(null).Open);
        Carry();
        Assert.Equal((true, false), (gpio.IsActive("green"), gpio.IsActive("red")));
        Wait(5);
        Assert.Equal((false, 1), (gpio.IsActive("green"), beeps));

        Assert.False(Ask(ReasonCode.UnknownFace).Open);
        Wait(2);
        Assert.Equal((false, 3), (gpio.IsActive("green"), beeps));

        door.SetLockdown(true, "operator");
        Carry();
        Assert.True(gpio.IsActive("red"));

        GateAnswer Ask(ReasonCode? reason) => gate.Ask(new Decision(reason, 1, reason is null ? Ada : null, 0.8f, 0.5f, 0.9f, 5, TimeSpan.FromSeconds(1), default));

        void Carry()
        {
            while (door.Events.TryRead(out var happened))
                doorway.Hear(happened);
        }

        void Wait(int seconds)
        {
            for (var i = 0; i < seconds * 20; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                Carry();
            }
        }
    }

    [Fact]
    public async Task A_kiosk_takes_the_lamps_of_its_configuration_and_leaves_them_dark()
    {
        SimulatedGpio gpio;
        await using (var site = await LaneSite.OpenAsync(Path.Combine(_folder.Path, "store"), "Doors:main:Relay=relay", "Doors:main:Indicators:Green=green", "Doors:main:Indicators:Buzzer=buzzer", "Camera:Source=0"))
        {
            gpio = site.Gpio;
            using var lit = new ManualResetEventSlim();
            gpio.Watch(edge =>
            {
                if (edge is { Line: "green", Active: true })
                    lit.Set();
            });
            Assert.True(site.Kiosk.Doors["main"]!.RemoteUnlock("Rita").Open);
            Assert.True(lit.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        }

        Assert.False(gpio.IsActive("green"));
        Assert.All(gpio.Lines, line => Assert.Equal(SimulatedLineUse.Free, line.Use));
    }
}
