using System.CommandLine;
using AccessKiosk.Hardware.Watchdogs;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary><c>doors</c>: how the doors are wired.</summary>
internal static class DoorsCommand
{
    public static Command Create() => new("doors", "Print the relay lines of the configured doors.") { Lines() };

    private static Command Lines()
    {
        var output = new Option<FileInfo?>("--output") { Description = "Write to this file atomically instead of to standard output." };
        var settings = Arguments.Settings();
        var command = new Command("lines", "Print each door's relay line and the level that locks, in the relay guard's format.") { output, settings };
        return command.Runs((parsed, _) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            var text = string.Concat(GuardLines.Of(options.Doors.Values, options.Gpio).Select(line => line + "\n"));
            if (parsed.GetValue(output) is { } file)
                Replace(file.FullName, text);
            else
                Console.Out.Write(text);
            return Task.FromResult(ExitCode.Success);
        });
    }

    // The guard may read at any moment: it sees the old lines or the new ones, never half of them.
    private static void Replace(string path, string text)
    {
        var part = path + ".part";
        File.WriteAllText(part, text);
        // The guard is another user; which line works the lock is no secret inside the box.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(part, path, overwrite: true);
    }
}
