using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.UsbRelays;

/// <summary>
/// A board of the "USBRelay" kind (V-USB, 16c0:05df) behind the kernel's hidraw. Feature reports of eight bytes: FF and the
/// relay's number switch on, FD and the number off; the report that is read has the relays' states in its last byte.
/// </summary>
internal sealed class HidRelayBoard : IRelayBoard
{
    private const int ReportLength = 9;
    private const byte On = 0xFF, Off = 0xFD;
    private const string Name = "USBRelay";
    private const ushort Vendor = 0x16C0, Product = 0x05DF;

    // _IOC of linux/hidraw.h: direction, length, 'H', number.
    private const nuint GetInformation = (2u << 30) | (8u << 16) | ('H' << 8) | 3;
    private const nuint GetName = (2u << 30) | (256u << 16) | ('H' << 8) | 4;
    private const nuint SetFeature = (3u << 30) | (ReportLength << 16) | ('H' << 8) | 6;
    private const nuint GetFeature = (3u << 30) | (ReportLength << 16) | ('H' << 8) | 7;

    private readonly string _path;
    private readonly SafeFileHandle _device;

    public HidRelayBoard(string path)
    {
        _path = path;
        _device = Native.OpenAlone(path);
        try
        {
            Channels = CountChannels();
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    public int Channels { get; }

    public void Switch(int channel, bool on)
    {
        Span<byte> report = stackalloc byte[ReportLength];
        (report[1], report[2]) = (on ? On : Off, (byte)channel);
        Control(SetFeature, report);
    }

    public bool? Read(int channel)
    {
        Span<byte> report = stackalloc byte[ReportLength];
        if (Control(GetFeature, report) < ReportLength)
            throw new IOException($"{_path} answers too little");
        return (report[^1] & (1 << (channel - 1))) != 0;
    }

    public void Dispose() => _device.Dispose();

    // Other things share the maker's numbers: the name is what counts, and it ends in how many relays there are.
    private int CountChannels()
    {
        Span<byte> information = stackalloc byte[8], name = stackalloc byte[256];
        Control(GetInformation, information);
        Control(GetName, name);
        var called = Encoding.UTF8.GetString(name[..Math.Max(0, name.IndexOf((byte)0))]);
        var ids = (Vendor: BinaryPrimitives.ReadUInt16LittleEndian(information[4..]), Product: BinaryPrimitives.ReadUInt16LittleEndian(information[6..]));
        return ids == (Vendor, Product) && called.Length > Name.Length && called[..^1].EndsWith(Name, StringComparison.Ordinal) && called[^1] is >= '1' and <= '8'
            ? called[^1] - '0'
            : throw new IOException($"{_path} is {called} ({ids.Vendor:x4}:{ids.Product:x4}), not a USBRelay board ({Vendor:x4}:{Product:x4})");
    }

    private int Control(nuint request, Span<byte> argument) =>
        Native.Control(_device, request, argument) is >= 0 and var length ? length : throw Native.Failure(_path);
}
