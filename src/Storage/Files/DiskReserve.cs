namespace AccessKiosk.Storage.Files;

/// <summary>The part of a disk that is kept for the record of events: uploads and whatever else can wait leave it alone.</summary>
public static class DiskReserve
{
    // Half a million events; health reports a fault below 200 MB.
    private const long Most = 256L << 20;
    private const long Least = 16L << 20;

    /// <summary>How many bytes anything else than the record may still write to the disk that holds a folder; 0 or more.</summary>
    public static long Room(string folder)
    {
        var drive = new DriveInfo(Path.GetFullPath(folder));
        return Math.Max(0, drive.AvailableFreeSpace - Of(drive.TotalSize));
    }

    /// <summary>What is kept of a disk of a size: a tenth, within limits.</summary>
    public static long Of(long size) => Math.Clamp(size / 10, Least, Most);
}
