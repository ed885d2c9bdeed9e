using System.Text;
using AccessKiosk.Storage.Files;

namespace AccessKiosk.Enrollment.Files;

/// <summary>Files about people: for their owner alone, whole or not there.</summary>
public static class PrivateFile
{
    /// <summary>Writes a file, mode 0600.</summary>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var part = path + ".part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var stream = new FileStream(part, options))
                await write(stream);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Writes a file, mode 0600, that leaves the part of the disk alone which is kept for events.</summary>
    /// <param name="path">Where.</param>
    /// <param name="record">The folder of the record.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="Storage.StoreException">The disk has no room but for events.</exception>
    public static async Task WriteAsync(string path, string record, Func<Stream, Task> write)
    {
        using var content = new MemoryStream();
        await write(content);
        DiskReserve.Require(Path.GetDirectoryName(Path.GetFullPath(path))!, record, content.Length, "the file", "Make room, or name a folder on another disk.");
        content.Position = 0;
        await WriteAsync(path, stream => content.CopyToAsync(stream, CancellationToken.None));
    }

    /// <summary>Writes a text file (UTF-8), mode 0600.</summary>
    public static Task WriteTextAsync(string path, string text) =>
        WriteAsync(path, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None));
}
