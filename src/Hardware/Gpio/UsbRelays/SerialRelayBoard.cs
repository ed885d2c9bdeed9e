using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>
/// A board of the LCUS kind: a CH340 serial converter and a controller that takes four bytes, A0, the relay's number, its
/// state and the sum of the three. It answers nothing, so its state is what was written last.
/// </summary>
internal sealed class SerialRelayBoard : IRelayBoard
{
    private readonly string _path;
    private readonly SafeFileHandle _terminal;

    public SerialRelayBoard(string path)
    {
        _path = path;
        _terminal = Native.OpenAlone(path);
        try
        {
            Native.MakeRaw(_terminal, path);
        }
        catch
        {
            _terminal.Dispose();
            throw;
        }
    }

    public int Channels => 8;

    public void Switch(int channel, bool on)
    {
        var state = (byte)(on ? 1 : 0);
        ReadOnlySpan<byte> frame = [0xA0, (byte)channel, state, (byte)(0xA0 + channel + state)];
        if (Native.Write(_terminal, frame, (nuint)frame.Length) != frame.Length)
            throw Native.Failure(_path);
    }

    public bool? Read(int channel) => null;

    public void Dispose() => _terminal.Dispose();
}
