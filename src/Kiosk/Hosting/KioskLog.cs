using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Hosting;

/// <summary>
/// The running kiosk's log: on standard error, since standard output is for events alone, one line an entry; under systemd
/// with the priorities that the journal understands.
/// </summary>
internal static class KioskLog
{
    // systemd sets it where standard error goes to its journal.
    private const string Journal = "JOURNAL_STREAM";

    /// <summary>Opens it.</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(log =>
    {
        log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Environment.GetEnvironmentVariable(Journal) is { Length: > 0 })
            log.AddSystemdConsole();
        else
            log.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
    });
}
