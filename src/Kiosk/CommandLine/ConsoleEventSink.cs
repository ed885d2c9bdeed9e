using AccessKiosk.Access.Events;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Tells events in words on a terminal.</summary>
internal sealed class ConsoleEventSink(IAnsiConsole console) : IEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Publish(KioskEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_gate)
            console.MarkupLine($"  [grey]{happened.Timestamp.ToLocalTime():HH:mm:ss.fff}[/] {Headline(happened.Kind)} {Markup.Escape(Tell(happened))}");
    }

    private static string Headline(EventKind kind) => kind switch
    {
        EventKind.Granted => "[bold white on green] GRANTED [/]",
        EventKind.Denied => "[bold white on red] DENIED [/]",
        EventKind.Spoof => "[bold white on maroon] SPOOF ALERT [/]",
        EventKind.Undecided => "[yellow]undecided[/]",
        EventKind.Challenge => "[yellow]challenge[/]",
        EventKind.PinAsked => "[yellow]PIN asked[/]",
        EventKind.Duress => "[bold white on maroon] DURESS [/]",
        EventKind.Door => "[blue]door[/]",
        EventKind.Fault => "[red]fault[/]",
        EventKind.Settings => "[blue]settings[/]",
        EventKind.Enrolled => "[green]enrolled[/]",
        _ => "[grey]camera[/]",
    };

    private static string Tell(KioskEvent e) => e.Track is null
        ? $"{e.Person}{(e.Person is null ? "" : ": ")}{e.Reason}"
        : $"{e.Person ?? "nobody known"}, {e.Reason}: score {e.Score:0.000} (threshold {e.Threshold:0.000}), live {e.Liveness:0.00}, {e.Frames} frames, {e.Seconds:0.00} s, track {e.Track}";
}
