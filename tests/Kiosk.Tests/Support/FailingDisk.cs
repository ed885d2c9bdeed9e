namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>A real file system that can be made to fail under whoever writes to it; skips the test where it may not be mounted.</summary>
internal sealed class FailingDisk : IDisposable
{
    private readonly string _folder, _image;

    /// <summary>Makes and mounts it.</summary>
    /// <param name="folder">Where it is mounted.</param>
    /// <param name="image">The file that it lies in.</param>
    public FailingDisk(string folder, string image)
    {
        (_folder, _image) = (folder, image);
        Directory.CreateDirectory(folder);
        using (var file = File.Create(image))
            file.SetLength(64 << 20);
        Assert.SkipUnless(Run("mkfs.ext4", "-q", "-m", "0", image) && Mount(), "Only root may mount a disk.");
    }

    /// <summary>What a kernel does on a disk that gives errors: from now on it can be read only, also by whoever has files open.</summary>
    public void Fail() => Assert.True(Run("mount", "-o", "remount,abort", _folder));

    /// <summary>As after a restart of the box, with the disk checked.</summary>
    public void Repair() => Assert.True(Run("umount", _folder) && Run("fsck.ext4", "-p", "-f", _image) && Mount());

    public void Dispose() => Run("umount", "-l", _folder);

    private bool Mount() => Run("mount", "-o", "loop", _image, _folder);

    // Of a check of the disk, 1: faults that were mended.
    private static bool Run(string program, params string[] arguments) => Tool.Run(program, arguments) is 0 or 1;
}
