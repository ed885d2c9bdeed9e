using System.Net.ServerSentEvents;
using System.Text.Json;
using AccessKiosk.Storage.Events;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace AccessKiosk.Web.Api.Streaming;

/// <summary>
/// Server-sent events (WHATWG HTML, 9.2): headers at once with the place to resume from, so that a client that loses the
/// connection before its first event misses none, and a comment line while nothing happens, so that no proxy cuts it off.
/// </summary>
/// <param name="items">The events.</param>
/// <param name="place">The place in the record after which they begin.</param>
/// <param name="mayGoOn">Whether the client may still hear of them; asked before each.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStreamResult(IAsyncEnumerable<SseItem<AccessEvent>> items, long place, Func<Task<bool>> mayGoOn, TimeProvider time) : IResult
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        // A kiosk that stops waits for no reader; one that keeps up sees the stream's end.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await SendAsync(httpContext, response, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !httpContext.RequestAborted.IsCancellationRequested)
        {
            // It ends here.
        }
    }

    private async Task SendAsync(HttpContext httpContext, HttpResponse response, CancellationToken cancellationToken)
    {
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        (response.ContentType, response.Headers.CacheControl, response.Headers["X-Accel-Buffering"]) = ("text/event-stream", "no-store", "no");
        await WriteAsync(response, $"id: {place}\n\n", cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = items.GetAsyncEnumerator(end.Token);
        var next = events.MoveNextAsync().AsTask();
        while (true)
        {
            try
            {
                if (!await next.WaitAsync(Quiet, time, CancellationToken.None))
                    return;
            }
            catch (TimeoutException)
            {
                if (!await mayGoOn())
                {
                    await end.CancelAsync();
                    await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    return;
                }

                await WriteAsync(response, ": nothing new\n\n", cancellationToken);
                continue;
            }

            if (!await mayGoOn())
                return;
            await SseFormatter.WriteAsync(
                Once(events.Current), response.Body,
                (item, writer) =>
                {
                    using var text = new Utf8JsonWriter(writer);
                    JsonSerializer.Serialize(text, item.Data, json);
                },
                cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            next = events.MoveNextAsync().AsTask();
        }
    }

    private static async Task WriteAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private static async IAsyncEnumerable<SseItem<AccessEvent>> Once(SseItem<AccessEvent> item)
    {
        yield return item;
        await Task.CompletedTask;
    }
}
