using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Review;

/// <summary>What the review's pages need besides pages: streams that say when to look again, the picture, the export.</summary>
internal static class ReviewRoutes
{
    // Then the page asks again, so that an operator who was signed out receives no more.
    private static readonly TimeSpan StreamTime = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/review/stream", (KioskStore store, TimeProvider time, CancellationToken cancellationToken) => Stream(() => store.Alerts.Changed, time, cancellationToken))
            .RequireAuthorization(Permissions.ReviewAlerts);
        routes.MapGet("/review/events/stream", (KioskStore store, TimeProvider time, CancellationToken cancellationToken) => Stream(() => store.Events.Appended, time, cancellationToken))
            .RequireAuthorization(Permissions.ViewEvents);
        routes.MapGet("/review/{id:guid}/picture", PictureAsync).RequireAuthorization(Permissions.ReviewAlerts);
        routes.MapGet("/review/events/export", EventExport.WriteAsync).RequireAuthorization(Permissions.ViewEvents);
    }

    /// <summary>A stream that says that something has changed, until the client goes or for ten minutes.</summary>
    public static ServerSentEventsResult<string> Stream(Func<Task> next, TimeProvider time, CancellationToken cancellationToken) => TypedResults.ServerSentEvents(Changes(next, time, cancellationToken));

    private static async IAsyncEnumerable<SseItem<string>> Changes(Func<Task> next, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(StreamTime, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        var change = next();
        // Said at once, so that the page knows that it is heard.
        yield return new("open", "open");
        while (true)
        {
            await change.WaitAsync(limit.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (limit.IsCancellationRequested)
                yield break;
            change = next();
            yield return new("changed");
        }
    }

    private static async Task<IResult> PictureAsync(Guid id, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            var picture = await store.Alerts.ReadPictureAsync(id, context.User.Identity!.Name!, cancellationToken);
            context.Response.Headers.CacheControl = "no-store";
            return picture is null ? Results.NotFound() : Results.Bytes(picture, "image/jpeg");
        }
        catch (StoreException fault) when (fault.Fault is StoreFault.NotFound)
        {
            return Results.NotFound();
        }
    }
}
