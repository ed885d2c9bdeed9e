using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Tests.Supervision;

/// <summary>A log that tests can read.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];

    /// <summary>What was logged, oldest first.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>Whether an entry with this event id names this service.</summary>
    public bool Has(int id, string service) => Lines.Any(line => line.Id == id && line.Text.Contains($"Service {service} ", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_gate)
            _lines.Add(new(eventId.Id, logLevel, formatter(state, exception), exception));
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}

/// <summary>One entry.</summary>
internal sealed record LogLine(int Id, LogLevel Level, string Text, Exception? Exception);
