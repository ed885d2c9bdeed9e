using AccessKiosk.Access.Events;
using AccessKiosk.Hardware.Doors;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Tells events in words on a terminal.</summary>
/// <param name="console">Where.</param>
/// <param name="showNames">Whether people are called by name; else by their identifier, for output that is kept, such as the journal's.</param>
internal sealed class ConsoleEventSink(IAnsiConsole console, bool showNames) : IEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Publish(KioskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var told = showNames ? happened : WithoutNames(happened);
        lock (_gate)
            console.MarkupLine($"  [grey]{told.Timestamp.ToLocalTime():HH:mm:ss.fff}[/] {Headline(told)} {Markup.Escape(Tell(told))}");
    }

    // What an operator does at a door has their name as its detail.
    private static KioskEvent WithoutNames(KioskEvent happened) => happened with
    {
        Person = happened.PersonId?.ToString(),
        Detail = happened.Cause is DoorInput.RemoteUnlock or DoorInput.LockdownStarted or DoorInput.LockdownEnded or DoorInput.HoldOpenStarted or DoorInput.HoldOpenEnded
            ? null
            : happened.Detail,
    };

    private static string Headline(KioskEvent happened) => happened.Kind switch
    {
        EventKind.Granted => "[bold white on green] GRANTED [/]",
        EventKind.Denied => "[bold white on red] DENIED [/]",
        EventKind.Spoof => "[bold white on maroon] SPOOF ALERT [/]",
        EventKind.Undecided => "[yellow]undecided[/]",
        EventKind.Challenge => "[yellow]challenge[/]",
        EventKind.PinAsked => "[yellow]PIN asked[/]",
        EventKind.Duress => "[bold white on maroon] DURESS [/]",
        EventKind.Enrolled => "[green]enrolled[/]",
        _ => $"[{Colour(happened.Severity)}]{Markup.Escape(EventFormatter.What(happened))}[/]",
    };

    private static string Colour(EventSeverity severity) => severity switch
    {
        EventSeverity.Alarm => "bold white on maroon",
        EventSeverity.Fault => "red",
        EventSeverity.Warning => "yellow",
        _ => "blue",
    };

    private static string Tell(KioskEvent e) => e.Track is null
        ? $"{e.Person}{(e.Person is null ? "" : ": ")}{EventFormatter.Why(e)}"
        : $"{e.Person ?? "nobody known"}, {EventFormatter.Why(e)}: score {e.Score:0.000} (threshold {e.Threshold:0.000}), live {e.Liveness:0.00}, {e.Frames} frames, {e.Seconds:0.00} s, track {e.Track}";
}
