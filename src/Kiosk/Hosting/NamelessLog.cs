using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Hosting;

/// <summary>
/// A log in which exceptions of requests, of the framework and of libraries say where they happened and of which kind they are, not what
/// they say: a request's or a file's holds names of people, and the journal keeps it. The kiosk's services say why they failed.
/// </summary>
/// <param name="inner">Writes it.</param>
internal sealed class NamelessLog(ILoggerProvider inner) : ILoggerProvider, ISupportExternalScope
{
    private const string Own = nameof(AccessKiosk) + ".", Requests = Own + nameof(Web) + ".";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(Own, StringComparison.Ordinal) && !categoryName.StartsWith(Requests, StringComparison.Ordinal) ? logger : new Nameless(logger);
    }

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => (inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private sealed class Nameless(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception is null ? null : new WordlessException(exception), formatter);
    }

    private sealed class WordlessException(Exception fault) : Exception(fault.GetType().FullName)
    {
        public override string ToString()
        {
            var text = $"{fault.GetType().FullName}{Environment.NewLine}{fault.StackTrace}";
            return fault.InnerException is { } inner ? $"{text}{Environment.NewLine}because of {new WordlessException(inner)}" : text;
        }
    }
}
