using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Health;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Drivers;
using AccessKiosk.Kiosk.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Kiosk.Health;

/// <summary>Whether each door's lines are there. Nothing is taken, so that a running kiosk is not disturbed.</summary>
internal static class DoorChecks
{
    // How the program names itself on a line that it holds, and how the system calls its process on a USB board.
    private static readonly string[] Own = ["access-kiosk", "AccessKiosk"];

    private const string Plug =
        "Plug in the board with the relay. On the box's header or an expander: enable its GPIO; gpiodetect then lists its chip. On USB: ls /dev/serial/by-path /dev/usb-relay shows it. Name chip or board and the relay's number there: Gpio:Lines:relay:Chip and Offset. Wiring: docs/install.md.";

    public static void Add(IHealthChecksBuilder checks, KioskOptions options)
    {
        if (options.Doors.Count == 0)
            checks.AddCheck("doors", () => CheckOutcome.Warn("none is configured", $"{Plug} Then name the door: Doors:main:Relay=relay."));
        foreach (var (name, door) in options.Doors)
            checks.AddCheck(HealthChecks.Door(name), () => WithCamera(Check([.. Uses(door, options)], options.Gpio), door, options));
    }

    private static HealthCheckResult WithCamera(HealthCheckResult result, DoorOptions door, KioskOptions options) => LanePlan.DoorsWithoutCamera(options.Devices()).Contains(door)
        ? new(result.Status, $"{result.Description}; no camera looks at it: REX, operators and the schedule alone open it", data: result.Data)
        : result;

    private static HealthCheckResult Check(IReadOnlyList<(string? Key, string Line)> uses, GpioOptions gpio)
    {
        var (key, name) = uses.FirstOrDefault(use => use.Line.Length > 0 && !gpio.Lines.ContainsKey(use.Line));
        if (key is not null)
        {
            var known = gpio.Lines.Count == 0 ? "none" : string.Join(", ", gpio.Lines.Keys.Order(StringComparer.OrdinalIgnoreCase));
            return CheckOutcome.Fail($"{key} is {name}; Gpio:Lines has {known}", $"Add Gpio:Lines:{name} with its Chip and its Offset or Line (gpioinfo lists them), or name a line that is there.");
        }

        return gpio.Driver is GpioDriverKind.Libgpiod
            ? OnTheBoard(uses, gpio)
            : CheckOutcome.Simulated();
    }

    private static HealthCheckResult OnTheBoard(IReadOnlyList<(string? Key, string Line)> uses, GpioOptions gpio)
    {
        try
        {
            using var driver = new HardwareGpioDriver(gpio, TimeProvider.System);
            var found = new List<string>();
            foreach (var (_, line) in uses.Where(use => use.Line.Length > 0))
            {
                var (chip, holder) = driver.Look(line);
                if (holder is not null && !Own.Any(own => holder.StartsWith(own, StringComparison.Ordinal)))
                    return CheckOutcome.Fail($"{line} ({gpio.Lines[line]}) is held by \"{holder}\"", "Stop that program or free the line in the board's device tree, or use another line.");
                found.Add($"{line} on {chip}{(holder is null ? "" : ", in use by the kiosk")}");
            }

            var places = string.Join("; ", found);
            return uses.FirstOrDefault(use => use.Line.Length > 0 && gpio.Lines[use.Line].Chip.All(char.IsAsciiDigit)).Line is { } numbered
                ? CheckOutcome.Warn(places, $"Gpio:Lines:{numbered}:Chip is the number {gpio.Lines[numbered].Chip}, which may be another chip after a restart: name the chip by its label (gpiodetect lists them).")
                : CheckOutcome.Ok(places);
        }
        catch (GpioException fault)
        {
            return CheckOutcome.Fail(fault.Message, Plug);
        }
    }

    private static IEnumerable<(string? Key, string Line)> Uses(DoorOptions door, KioskOptions options) =>
        [("Relay", door.Relay), ("Contact", door.Contact), ("Rex", door.Rex), ("Tamper", door.Tamper), ("Emergency", door.Emergency),
            ("Indicators:Green", door.Indicators.Green), ("Indicators:Red", door.Indicators.Red), ("Indicators:Buzzer", door.Indicators.Buzzer),
            .. LanePlan.CamerasOf(door, options.Devices()).Select(camera => ($"{camera.Section}:Lamp", camera.Options.Lamp))];
}
