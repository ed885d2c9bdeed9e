namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>A board with relays behind a USB plug, open and ours alone. Failures are <see cref="IOException"/>s.</summary>
internal interface IRelayBoard : IDisposable
{
    /// <summary>How many relays it has; as many as its kind can have where it does not say.</summary>
    int Channels { get; }

    /// <summary>Switches a relay, 1 for the first, as the boards print it.</summary>
    void Switch(int channel, bool on);

    /// <summary>Whether a relay is on; null where the board cannot be asked.</summary>
    bool? Read(int channel);
}
