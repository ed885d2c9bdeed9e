using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V2;

/// <summary>The part of libgpiod's version 2 interface that is used (gpiod.h, 2.2).</summary>
internal static partial class Native
{
    public const string Library = "libgpiod.so.3";
    public const int DirectionInput = 2;
    public const int DirectionOutput = 3;
    public const int EdgeBoth = 4;
    public const int BiasDisabled = 3;
    public const int BiasPullUp = 4;
    public const int BiasPullDown = 5;
    public const int RisingEdge = 1;

    [LibraryImport(Library, EntryPoint = "gpiod_chip_open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial ChipHandle OpenChip(string path);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_close")]
    public static partial void CloseChip(nint chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_get_info", SetLastError = true)]
    public static partial ChipInfoHandle GetInfo(ChipHandle chip);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_info_get_name")]
    public static partial nint Name(ChipInfoHandle info);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_info_get_label")]
    public static partial nint Label(ChipInfoHandle info);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_info_get_num_lines")]
    public static partial nuint CountLines(ChipInfoHandle info);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_info_free")]
    public static partial void FreeChipInfo(nint info);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_get_line_offset_from_name", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int FindLine(ChipHandle chip, string name);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_get_line_info", SetLastError = true)]
    public static partial LineInfoHandle GetLineInfo(ChipHandle chip, uint offset);

    [LibraryImport(Library, EntryPoint = "gpiod_line_info_is_used")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static partial bool IsUsed(LineInfoHandle info);

    [LibraryImport(Library, EntryPoint = "gpiod_line_info_get_consumer")]
    public static partial nint Consumer(LineInfoHandle info);

    [LibraryImport(Library, EntryPoint = "gpiod_line_info_free")]
    public static partial void FreeLineInfo(nint info);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_new", SetLastError = true)]
    public static partial SettingsHandle NewSettings();

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_free")]
    public static partial void FreeSettings(nint settings);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_set_direction", SetLastError = true)]
    public static partial int SetDirection(SettingsHandle settings, int direction);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_set_edge_detection", SetLastError = true)]
    public static partial int SetEdges(SettingsHandle settings, int edges);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_set_bias", SetLastError = true)]
    public static partial int SetBias(SettingsHandle settings, int bias);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_set_active_low")]
    public static partial void SetActiveLow(SettingsHandle settings, [MarshalAs(UnmanagedType.I1)] bool activeLow);

    [LibraryImport(Library, EntryPoint = "gpiod_line_settings_set_output_value", SetLastError = true)]
    public static partial int SetOutputValue(SettingsHandle settings, int value);

    [LibraryImport(Library, EntryPoint = "gpiod_line_config_new", SetLastError = true)]
    public static partial ConfigHandle NewConfig();

    [LibraryImport(Library, EntryPoint = "gpiod_line_config_free")]
    public static partial void FreeConfig(nint config);

    [LibraryImport(Library, EntryPoint = "gpiod_line_config_add_line_settings", SetLastError = true)]
    public static partial int AddSettings(ConfigHandle config, in uint offsets, nuint count, SettingsHandle settings);

    [LibraryImport(Library, EntryPoint = "gpiod_request_config_new", SetLastError = true)]
    public static partial RequestConfigHandle NewRequestConfig();

    [LibraryImport(Library, EntryPoint = "gpiod_request_config_set_consumer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetConsumer(RequestConfigHandle config, string consumer);

    [LibraryImport(Library, EntryPoint = "gpiod_request_config_free")]
    public static partial void FreeRequestConfig(nint config);

    [LibraryImport(Library, EntryPoint = "gpiod_chip_request_lines", SetLastError = true)]
    public static partial RequestHandle Request(ChipHandle chip, RequestConfigHandle request, ConfigHandle lines);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request_release")]
    public static partial void Release(nint request);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request_get_fd")]
    public static partial int Descriptor(RequestHandle request);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request_get_value", SetLastError = true)]
    public static partial int GetValue(RequestHandle request, uint offset);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request_set_value", SetLastError = true)]
    public static partial int SetValue(RequestHandle request, uint offset, int value);

    [LibraryImport(Library, EntryPoint = "gpiod_line_request_read_edge_events", SetLastError = true)]
    public static partial int ReadEvents(RequestHandle request, EventsHandle buffer, nuint count);

    [LibraryImport(Library, EntryPoint = "gpiod_edge_event_buffer_new", SetLastError = true)]
    public static partial EventsHandle NewEvents(nuint capacity);

    [LibraryImport(Library, EntryPoint = "gpiod_edge_event_buffer_free")]
    public static partial void FreeEvents(nint buffer);

    [LibraryImport(Library, EntryPoint = "gpiod_edge_event_buffer_get_event")]
    public static partial nint Event(EventsHandle buffer, ulong index);

    [LibraryImport(Library, EntryPoint = "gpiod_edge_event_get_event_type")]
    public static partial int EventType(nint happened);
}
