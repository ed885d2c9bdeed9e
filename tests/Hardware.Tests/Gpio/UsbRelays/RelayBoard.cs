namespace AccessKiosk.Hardware.Tests.Gpio.UsbRelays;

/// <summary>The far end of a USB relay board: what its controller would do, behind the kernel's own device file.</summary>
internal abstract class RelayBoard : IDisposable
{
    /// <summary>The board's place, as it is configured.</summary>
    public abstract string Chip { get; }

    /// <summary>Whether a relay, 1 and up, is on.</summary>
    public abstract bool IsOn(int relay);

    /// <summary>Pulls it out: its relays lose their current.</summary>
    public abstract void Unplug();

    /// <summary>Plugs it in again at the same place, every relay at rest.</summary>
    public abstract void Plug();

    public abstract void Dispose();
}
