using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Doors;

/// <summary>The lines of one door: all of them, or none is kept.</summary>
internal sealed record DoorLines(GpioOutput Relay, GpioInput? Contact, GpioInput? Rex, GpioInput? Tamper, GpioInput? Emergency) : IDisposable
{
    /// <summary>The relay's logical level that has the lock open or shut.</summary>
    public static bool Level(DoorOptions options, bool unlocked) => unlocked == (options.Wiring is LockWiring.FailSecure);

    public static DoorLines Request(DoorOptions options, GpioDriver gpio)
    {
        var taken = new List<IDisposable>();
        try
        {
            var relay = gpio.RequestOutput(options.Relay, Level(options, unlocked: false));
            taken.Add(relay);
            return new(relay, Input(options.Contact), Input(options.Rex), Input(options.Tamper), Input(options.Emergency));
        }
        catch
        {
            foreach (var line in taken)
                line.Dispose();
            throw;
        }

        GpioInput? Input(string name)
        {
            if (name.Length == 0)
                return null;

            var line = gpio.RequestInput(name);
            taken.Add(line);
            return line;
        }
    }

    public void Dispose()
    {
        Relay.Dispose();
        Contact?.Dispose();
        Rex?.Dispose();
        Tamper?.Dispose();
        Emergency?.Dispose();
    }
}
