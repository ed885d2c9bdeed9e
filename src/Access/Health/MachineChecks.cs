using AccessKiosk.Foundation;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Storage.Clock;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AccessKiosk.Access.Health;

/// <summary>Disk, memory, processor and clock of the machine.</summary>
internal static class MachineChecks
{
    private const long Gigabyte = 1L << 30;
    private const double HottestCelsius = 85;

    /// <summary>Room on the disk that holds a folder.</summary>
    public static HealthCheckResult Disk(string folder)
    {
        var drive = new DriveInfo(Path.GetFullPath(folder));
        var found = $"{drive.AvailableFreeSpace / (double)Gigabyte:0.0} GB free on {drive.Name}";
        const string Advice = "Free space: events and backups stop when the disk is full.";
        return drive.AvailableFreeSpace switch
        {
            < Gigabyte / 5 => CheckOutcome.Fail(found, Advice),
            < 2 * Gigabyte => CheckOutcome.Warn(found, Advice),
            _ => CheckOutcome.Ok(found),
        };
    }

    /// <summary>Whether the clock agrees with the time that passed by the store.</summary>
    public static HealthCheckResult Witnessed(ClockReading clock) => clock.Fault is { } fault
        ? CheckOutcome.Fail(fault, "Set the clock, or confirm the date: ./kiosk privacy confirm-clock.")
        : CheckOutcome.Ok($"{clock.Witnessed:yyyy-MM-dd HH:mm} UTC");

    /// <summary>Memory of the machine.</summary>
    public static HealthCheckResult Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var found = $"{total / (double)Gigabyte:0.0} GB";
        return total < Gigabyte ? CheckOutcome.Warn(found, "The kiosk wants 1 GB.") : CheckOutcome.Ok(found);
    }

    /// <summary>The processor's temperature.</summary>
    public static HealthCheckResult Temperature() => CpuTemperature.Read() switch
    {
        null => CheckOutcome.Ok("not measured on this machine"),
        < HottestCelsius and var degrees => CheckOutcome.Ok($"{degrees:0} °C"),
        var degrees => CheckOutcome.Warn($"{degrees:0} °C", "Cool the box."),
    };

    /// <summary>Whether cameras and doors may come before the pages on the processor.</summary>
    public static HealthCheckResult Priority() => ThreadShare.MayComeFirst()
        ? CheckOutcome.Ok("cameras and doors come before the pages")
        : CheckOutcome.Warn("cameras and doors share it evenly with the pages", "Run the kiosk as the installed service, or allow its account to raise threads by 10 nice levels (systemd: LimitNICE=).");

    /// <summary>The clock: a box that lost its battery wakes up years in the past; schedules would then be wrong.</summary>
    public static HealthCheckResult Clock(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var built = File.GetLastWriteTimeUtc(typeof(MachineChecks).Assembly.Location);
        var found = $"{now:yyyy-MM-dd HH:mm:ss} UTC";
        return now.UtcDateTime < built
            ? CheckOutcome.Fail($"{found}, before this program was built", "Set the clock; enable NTP (systemd-timesyncd) or fit a battery.")
            : CheckOutcome.Ok(found);
    }
}
