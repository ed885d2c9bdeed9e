using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;
using Microsoft.Extensions.Time.Testing;

namespace AccessKiosk.Hardware.Tests.Doors;

/// <summary>A door on simulated lines and a clock that a test turns.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(Action<DoorOptions>? change = null, string name = "main", Rig? with = null, DoorInterlock? interlock = null)
    {
        Time = with?.Time ?? new();
        Gpio = with?.Gpio ?? new(Time);
        var prefix = with is null ? "" : name + "-";
        Options = new()
        {
            Name = name,
            Relay = prefix + "relay",
            Contact = prefix + "contact",
            Rex = prefix + "rex",
            Tamper = prefix + "tamper",
            Emergency = prefix + "emergency",
        };
        change?.Invoke(Options);
        Door = Door.Open(Options, Gpio, Time, interlock);
    }

    public FakeTimeProvider Time { get; }

    public SimulatedGpio Gpio { get; }

    public DoorOptions Options { get; }

    public Door Door { get; }

    public bool Relay => Gpio.IsActive(Options.Relay);

    public void Wait(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public List<DoorEvent> Events()
    {
        var events = new List<DoorEvent>();
        while (Door.Events.TryRead(out var next))
            events.Add(next);
        return events;
    }

    public void Dispose() => Door.Dispose();
}
