namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>A relay of a USB board.</summary>
internal sealed class UsbRelayOutput(string name, GpioLineOptions options, SharedBoard board, bool initial, Action<UsbRelayOutput> released) : GpioOutput(name, initial)
{
    private readonly int _channel = options.Offset.GetValueOrDefault();

    /// <summary>Drives the relay to where it is: tells whether the board is still there.</summary>
    public void Check() => Refresh();

    protected override void Write(bool active) => board.Switch(_channel, active != options.ActiveLow);

    protected override void Release()
    {
        board.Leave(_channel);
        released(this);
    }
}
