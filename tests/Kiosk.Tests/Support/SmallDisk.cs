namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A real disk of a few megabytes; skips the test where it may not be mounted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(Tool.Run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder) == 0, "Only root may mount a small disk.");
    }

    /// <summary>Forbids or allows writing to it.</summary>
    public void Remount(string how) => Assert.Equal(0, Tool.Run("mount", "-o", $"remount,{how}", _folder));

    /// <summary>Fills it to the last byte with this file.</summary>
    public static void Fill(string file)
    {
        var block = new byte[4096];
        using var handle = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write);
        try
        {
            for (var offset = RandomAccess.GetLength(handle); ; offset += block.Length)
                RandomAccess.Write(handle, block, offset);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose() => Tool.Run("umount", "-l", _folder);
}
