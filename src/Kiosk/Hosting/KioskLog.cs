using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AccessKiosk.Kiosk.Hosting;

/// <summary>
/// The running kiosk's log, for every part and the web server: on standard error, since standard output is for events alone,
/// one line an entry; under systemd with the priorities that the journal understands.
/// </summary>
internal static class KioskLog
{
    // systemd sets it where standard error goes to its journal.
    private const string Journal = "JOURNAL_STREAM";

    /// <summary>Adds it as the host's only log.</summary>
    public static void AddTo(ILoggingBuilder log)
    {
        log.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddFilter(nameof(AccessKiosk), LogLevel.Information)
            // A start that fails comes as an exception, and is told in one line; a service that dies unsupervised is critical.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            // What a check finds is for whoever asks; the faults behind it are events.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        log.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Environment.GetEnvironmentVariable(Journal) is { Length: > 0 })
            log.AddSystemdConsole();
        else
            log.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));
        log.Services.RemoveAll<ILoggerProvider>();
        log.Services.AddSingleton<ConsoleLoggerProvider>().AddSingleton<ILoggerProvider>(services => new NamelessLog(services.GetRequiredService<ConsoleLoggerProvider>()));
    }
}
