using System.Buffers.Binary;
using System.Text;

namespace AccessKiosk.Hardware.Tests.Gpio.UsbRelays;

/// <summary>A USBRelay board made with the kernel's uhid: a real /dev/hidraw on the kiosk's side. The virtual machine has it.</summary>
internal sealed class HidBoard : RelayBoard
{
    // linux/uhid.h: the events that are met, and where their parts lie.
    private const int EventSize = 4 + 4372, Create = 11, Destroy = 1, GetReport = 9, GetReportReply = 10, SetReport = 13, SetReportReply = 14;
    private const string Device = "/dev/uhid";

    // One feature report of eight bytes, as the boards' firmware describes it.
    private static readonly byte[] Descriptor = [0x06, 0x00, 0xFF, 0x09, 0x01, 0xA1, 0x01, 0x15, 0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x08, 0x09, 0x00, 0xB2, 0x02, 0x01, 0xC0];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("board");
    private readonly string _name;
    private int _on;
    private volatile FileStream? _far;
    private Task _answering = Task.CompletedTask;

    private HidBoard(string name) => _name = name;

    public override string Chip => $"hid:{Link}";

    /// <summary>When set, the relays stay as they are whatever is asked.</summary>
    public bool IsStuck { get; set; }

    private string Link => Path.Combine(_folder.FullName, "relay");

    /// <summary>Plugs one in; skips the test where the kernel has no uhid.</summary>
    public static HidBoard Start(string name = "www.dcttech.com USBRelay2")
    {
        if (!File.Exists(Device))
            KernelChip.Missing("No /dev/uhid: the kernel module is not loaded here.");
        var board = new HidBoard(name);
        board.Plug();
        return board;
    }

    public override bool IsOn(int relay) => (Volatile.Read(ref _on) & (1 << (relay - 1))) != 0;

    public override void Plug()
    {
        var before = Devices();
        var far = new FileStream(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Span<byte> made = stackalloc byte[EventSize];
        made.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(made, Create);
        Encoding.ASCII.GetBytes(_name, made[4..]);
        BinaryPrimitives.WriteInt16LittleEndian(made[260..], (short)Descriptor.Length);
        BinaryPrimitives.WriteInt16LittleEndian(made[262..], 3);
        BinaryPrimitives.WriteInt32LittleEndian(made[264..], 0x16C0);
        BinaryPrimitives.WriteInt32LittleEndian(made[268..], 0x05DF);
        Descriptor.CopyTo(made[280..]);
        far.Write(made);
        _far = far;
        _answering = Task.Factory.StartNew(() => Answer(far), TaskCreationOptions.LongRunning);
        string[] fresh = [];
        Assert.True(SpinWait.SpinUntil(() => (fresh = [.. Devices().Except(before, StringComparer.Ordinal)]).Length == 1, TimeSpan.FromMinutes(1)), "no new /dev/hidraw");
        File.Delete(Link);
        File.CreateSymbolicLink(Link, fresh[0]);
    }

    public override void Unplug()
    {
        File.Delete(Link);
        Span<byte> gone = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(gone, Destroy);
        var far = _far!;
        _far = null;
        far.Write(gone);
        _answering.Wait();
        far.Dispose();
        Volatile.Write(ref _on, 0);
    }

    public override void Dispose()
    {
        if (_far is not null)
            Unplug();
        _folder.Delete(recursive: true);
    }

    private static string[] Devices() => Directory.GetFiles("/dev", "hidraw*");

    private void Answer(FileStream far)
    {
        var happened = new byte[EventSize];
        // uhid says that it stops (3) when it is destroyed: that ends the wait.
        while (ReferenceEquals(_far, far))
        {
            if (far.Read(happened) < 4)
                continue;
            var kind = BinaryPrimitives.ReadInt32LittleEndian(happened);
            if (kind is SetReport)
                Reply(far, happened, Set(happened.AsSpan(12)), SetReportReply, []);
            else if (kind is GetReport)
                Reply(far, happened, 0, GetReportReply, [0, .. "ABCDE"u8, 0, 0, (byte)Volatile.Read(ref _on)]);
        }
    }

    // Number, kind and length of the report, then what usbhid would send: a zero in place of its number, the command, the relay.
    private short Set(ReadOnlySpan<byte> report)
    {
        var (command, relay) = (report[1], report[2]);
        if (relay is 0 or > 8)
            return 5;
        if (!IsStuck)
            Volatile.Write(ref _on, command is 0xFF ? _on | (1 << (relay - 1)) : _on & ~(1 << (relay - 1)));
        return 0;
    }

    private static void Reply(FileStream far, ReadOnlySpan<byte> asked, short error, int kind, ReadOnlySpan<byte> data)
    {
        Span<byte> reply = stackalloc byte[32];
        reply.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(reply, kind);
        asked.Slice(4, 4).CopyTo(reply[4..]);
        BinaryPrimitives.WriteInt16LittleEndian(reply[8..], error);
        BinaryPrimitives.WriteInt16LittleEndian(reply[10..], (short)data.Length);
        data.CopyTo(reply[12..]);
        far.Write(reply);
    }
}
