using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V1;

/// <summary>The part of libgpiod's version 1 interface that is used (gpiod.h, 1.6).</summary>
internal static partial class Native
{
    public const string Library = "libgpiod.so.2";
    public const int RequestOutput = 3;
    public const int RequestBothEdges = 6;
    public const int FlagActiveLow = 1 << 2;
    public const int FlagBiasDisable = 1 << 3;
    public const int FlagBiasPullDown = 1 << 4;
    public const int FlagBiasPullUp = 1 << 5;
    public const int RisingEdge = 1;

    [LibraryImport(Library, EntryPoint = "gpiod_chip_open_lookup", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial ChipHandle OpenChip(string name);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_close")]
    public static partial void CloseChip(nint chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_name")]
    public static partial nint ChipName(ChipHandle chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_label")]
    public static partial nint ChipLabel(ChipHandle chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_num_lines")]
    public static partial uint CountLines(ChipHandle chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_get_line", SetLastError = true)]
    public static partial nint GetLine(ChipHandle chip, uint offset);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_find_line", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial nint FindLine(ChipHandle chip, string name);

    [LibraryImport(Library, EntryPoint = "gpiod_line_offset")]
    public static partial uint Offset(nint line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_update", SetLastError = true)]
    public static partial int Update(nint line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_consumer")]
    public static partial nint Consumer(nint line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_is_used")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool IsUsed(nint line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request", SetLastError = true)]
    public static partial int Request(nint line, in RequestConfig config, int value);

    [LibraryImport(Library, EntryPoint = "gpiod_line_get_value", SetLastError = true)]
    public static partial int GetValue(LineHandle line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_set_value", SetLastError = true)]
    public static partial int SetValue(LineHandle line, int value);

    [LibraryImport(Library, EntryPoint = "gpiod_line_event_get_fd", SetLastError = true)]
    public static partial int EventDescriptor(LineHandle line);

    [LibraryImport(Library, EntryPoint = "gpiod_line_event_read_multiple", SetLastError = true)]
    public static partial int ReadEvents(LineHandle line, [Out] LineEvent[] events, uint count);

    [LibraryImport(Library, EntryPoint = "gpiod_line_close_chip")]
    public static partial void CloseLine(nint line);

    [StructLayout(LayoutKind.Sequential)]
    public struct RequestConfig
    {
        public nint Consumer;
        public int Type;
        public int Flags;
    }

    // struct timespec is two longs on every 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    public struct LineEvent
    {
        public long Seconds;
        public long Nanoseconds;
        public int Type;
    }
}
