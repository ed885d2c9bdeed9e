using AccessKiosk.Kiosk.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>What the framework reports of a request that failed goes to the journal without what the exception says.</summary>
public sealed class NamelessLogTests
{
    [Fact]
    public void An_exception_of_a_request_is_logged_by_its_kind_and_place_alone()
    {
        using var kept = new KeptLines();
        using (var log = LoggerFactory.Create(builder => builder.AddProvider(new NamelessLog(kept))))
        {
            Report(log.CreateLogger("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware"));
            Report(log.CreateLogger("AccessKiosk.Access"));
        }

        Assert.DoesNotContain("Ada", kept.Lines[0], StringComparison.Ordinal);
        foreach (var word in (string[])["IOException", "InvalidOperationException", nameof(Report)])
            Assert.Contains(word, kept.Lines[0], StringComparison.Ordinal);
        // The kiosk's own services say why they failed, and call people by their identifier.
        Assert.Contains("Ada", kept.Lines[1], StringComparison.Ordinal);
    }

    private static void Report(ILogger log)
    {
        try
        {
            throw new InvalidOperationException("Ada cannot be shown", new IOException("imports/Ada Lovelace/1.jpg"));
        }
        catch (InvalidOperationException fault)
        {
#pragma warning disable CA1848 // As the framework does.
            log.LogError(fault, "An unhandled exception has occurred.");
#pragma warning restore CA1848
        }
    }

    private sealed class KeptLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
