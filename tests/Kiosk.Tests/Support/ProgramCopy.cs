using System.Diagnostics;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>The program in another folder, with settings or files of its own.</summary>
internal sealed class ProgramCopy : IDisposable
{
    private ProgramCopy()
    {
        // Beside the built program, so that its files can be linked rather than copied.
        Path = System.IO.Path.Combine(Recordings.Artifacts, "bin", "Kiosk", $"copy-{Guid.NewGuid():N}");
        using var copy = Process.Start("cp", ["--recursive", "--link", KioskProgram.Folder, Path]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    public string Path { get; }

    /// <summary>A copy with this settings file.</summary>
    public static ProgramCopy WithSettings(string json)
    {
        var copy = new ProgramCopy();
        // Not written over: the link's other end is the built program's own file.
        File.Delete(System.IO.Path.Combine(copy.Path, "appsettings.json"));
        File.WriteAllText(System.IO.Path.Combine(copy.Path, "appsettings.json"), json);
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
