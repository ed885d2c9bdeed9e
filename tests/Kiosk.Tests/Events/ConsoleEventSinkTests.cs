using AccessKiosk.Access.Events;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Storage;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Tests.Events;

public sealed class ConsoleEventSinkTests
{
    private static readonly PersonId Id = PersonId.New();

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void Output_that_is_kept_calls_people_by_their_identifier(int? track)
    {
        var text = Tell(track, showNames: false);

        Assert.Contains(Id.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_calls_people_by_name() => Assert.Contains("Ada", Tell(1, showNames: true), StringComparison.Ordinal);

    private static string Tell(int? track, bool showNames)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 400;
        new ConsoleEventSink(console, showNames).Publish(new()
        {
            Timestamp = DateTimeOffset.UnixEpoch,
            Code = track is null ? EventCodes.DoorUnlocked : EventCodes.AccessGranted,
            Person = "Ada",
            PersonId = Id,
            Track = track,
            Cause = track is null ? DoorInput.RemoteUnlock : null,
            Detail = track is null ? "Ada" : null,
        });
        return writer.ToString();
    }
}
