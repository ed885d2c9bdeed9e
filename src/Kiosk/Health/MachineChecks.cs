
namespace AccessKiosk.Kiosk.Health;

/// <summary>Disk, memory and clock.</summary>
internal static class MachineChecks
{
    private const long Gigabyte = 1L << 30;

    public static IEnumerable<CheckResult> Run(string dataFolder, TimeProvider time)
    {
        yield return Disk(dataFolder);
        yield return Memory();
        yield return Clock(time);
    }

    private static CheckResult Disk(string folder)
    {
        var drive = new DriveInfo(Path.GetFullPath(folder));
        var found = $"{drive.AvailableFreeSpace / (double)Gigabyte:0.0} GB free on {drive.Name}";
        const string Advice = "Free space: events and backups stop when the disk is full.";
        return drive.AvailableFreeSpace switch
        {
            < Gigabyte / 5 => CheckResult.Fail("disk", found, Advice),
            < 2 * Gigabyte => CheckResult.Warn("disk", found, Advice),
            _ => CheckResult.Ok("disk", found),
        };
    }

    private static CheckResult Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var found = $"{total / (double)Gigabyte:0.0} GB";
        return total < Gigabyte ? CheckResult.Warn("memory", found, "The kiosk wants 1 GB.") : CheckResult.Ok("memory", found);
    }

    // A box that lost its battery wakes up years in the past; schedules would then be wrong.
    private static CheckResult Clock(TimeProvider time)
    {
        var now = time.GetUtcNow();
        var built = File.GetLastWriteTimeUtc(typeof(MachineChecks).Assembly.Location);
        var found = $"{now:yyyy-MM-dd HH:mm:ss} UTC";
        return now.UtcDateTime < built
            ? CheckResult.Fail("clock", $"{found}, before this program was built", "Set the clock; enable NTP (systemd-timesyncd) or fit a battery.")
            : CheckResult.Ok("clock", found);
    }
}
