using AccessKiosk.Kiosk.Hosting;
using Microsoft.Extensions.Logging;

namespace AccessKiosk.Kiosk.Tests.Session;

/// <summary>What is reported of a request that failed goes to the journal without what the exception says.</summary>
public sealed class NamelessLogTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware")]
    [InlineData("AccessKiosk.Web.Scim.ScimFaults")]
    [InlineData("MailKit.Net.Smtp")]
    public void An_exception_of_a_request_or_a_library_is_logged_by_its_kind_and_place_alone(string category)
    {
        var line = Line(category);
        Assert.DoesNotContain("Ada", line, StringComparison.Ordinal);
        foreach (var word in (string[])["IOException", "InvalidOperationException", nameof(Report)])
            Assert.Contains(word, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_says_why_it_failed_and_calls_people_by_their_identifier() =>
        Assert.Contains("Ada", Line("AccessKiosk.Access.Supervision.ServiceSupervisor"), StringComparison.Ordinal);

    private static string Line(string category)
    {
        using var kept = new KeptLines();
        using var log = LoggerFactory.Create(builder => builder.AddProvider(new NamelessLog(kept)));
        Report(log.CreateLogger(category));
        return Assert.Single(kept.Lines);
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
