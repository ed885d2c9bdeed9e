using System.CommandLine;

namespace AccessKiosk.Kiosk.Commands;

/// <summary><c>run</c>: the kiosk itself.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var json = Arguments.Json();
        var settings = Arguments.Settings();
        var command = new Command("run", "Run the kiosk: the configured camera, the enrolled people, the door.") { json, settings };
        return command.Runs((parsed, cancellation) => throw new InputException("todo"));
    }
}
