using System.Text;

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

    /// <summary>Writes a text file (UTF-8), mode 0600.</summary>
    public static Task WriteTextAsync(string path, string text) =>
        WriteAsync(path, async stream => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None));
}
