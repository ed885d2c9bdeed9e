using System.Globalization;
using AccessKiosk.Access.Events;
using AccessKiosk.Storage.Events;
using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Tells events in words on a terminal.</summary>
/// <param name="console">Where.</param>
/// <param name="showNames">Whether people are called by name; else by their identifier, for output that is kept, such as the journal's.</param>
/// <param name="culture">The reader's language.</param>
internal sealed class ConsoleEventSink(IAnsiConsole console, bool showNames, CultureInfo culture) : IEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Publish(AccessEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var told = showNames ? happened : happened.WithoutNames() with { Name = happened.Person?.ToString() };
        lock (_gate)
            console.MarkupLine($"  [grey]{told.At.ToLocalTime():HH:mm:ss.fff}[/] {Headline(told)} {Markup.Escape(Tell(told))}");
    }

    private string Headline(AccessEvent happened)
    {
        var what = Markup.Escape(EventFormatter.What(happened, culture));
        return happened.Code == EventCodes.AccessGranted ? $"[bold white on green] {what.ToUpper(culture)} [/]"
            : happened.Code == EventCodes.AccessDenied ? $"[bold white on red] {what.ToUpper(culture)} [/]"
            : happened.Severity is EventSeverity.Alarm ? $"[bold white on maroon] {what.ToUpper(culture)} [/]"
            : $"[{(happened.Severity is EventSeverity.Fault ? "red" : happened.Severity is EventSeverity.Warning ? "yellow" : "blue")}]{what}[/]";
    }

    private string Tell(AccessEvent happened)
    {
        var why = EventFormatter.Why(happened, culture: culture);
        return happened.Track is null ? $"{happened.Name}{(happened.Name is null ? "" : ": ")}{why}" : EventFormatter.Decision(happened, why, culture);
    }
}
