using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Api.Streaming;
using AccessKiosk.Web.Review;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/events</c>.</summary>
internal static class EventsApi
{
    // Then the client reconnects; with Last-Event-ID nothing is lost.
    private static readonly TimeSpan StreamTime = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents)).WithTags("Events");
        events.MapGet("/", ListAsync).WithName("ListEvents").WithSummary("Events, newest first").ProducesProblem(422);
        events.MapGet("/stream", Stream).WithName("StreamEvents")
            .WithSummary("Events as server-sent events, as they are recorded; with Last-Event-ID everything since that one first")
            .Produces<AccessEvent>(200, "text/event-stream").ProducesProblem(422);
    }

    private static async Task<EventsBody> ListAsync(
        KioskStore store,
        EnrolledPopulation workforce,
        SiteRules rules,
        CancellationToken cancellationToken,
        [Description("2030-01-31, the beginning of that day at the site, or a moment such as 2030-01-31T08:00 (site time) or 2030-01-31T08:00:00Z.")] string? from = null,
        [Description("2030-12-31, to the end of that day at the site, or a moment.")] string? until = null,
        [Description("A code, a group or a severity.")] string? kind = null,
        [Description("A reason code.")] string? reason = null,
        string? door = null,
        string? person = null,
        [Description("From the page before: its next.")] string? before = null,
        [Description("1 to 1000.")] int limit = 100)
    {
        var place = EventFilter.Parse(before);
        if (before is not null && place is null)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "before is not the next of a page.");
        if (person is not null && !Guid.TryParse(person, out _))
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "person is not the identifier of a person.");
        if (kind is not null && !EventCodes.Filters.Contains(kind, StringComparer.Ordinal))
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"kind is none of {string.Join(", ", EventCodes.Filters)}.");
        var why = SnakeCase.Parse<ReasonCode>(reason);
        if (reason is not null && why is null)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "reason is not a reason code of docs/events.md.");
        var size = Math.Clamp(limit, 1, 1000);
        var found = await store.Events.QueryAsync(
            new() { From = DateInput.From(from, rules.Active.Zone), Until = DateInput.Until(until, rules.Active.Zone), Kind = kind, Reason = why, Door = door, Person = person is null ? null : new(Guid.Parse(person)), Before = place, Limit = size }, cancellationToken);
        return new([.. found.Select(e => e.Named(workforce.NameOf))], found.Count == size ? EventFilter.Place(found[^1]) : null);
    }

    private static async Task<EventStreamResult> Stream(
        KioskStore store,
        EnrolledPopulation workforce,
        HttpContext context,
        TimeProvider time,
        CancellationToken cancellationToken,
        [Description("The sequence of the last event known; the header Last-Event-ID wins.")] long? after = null)
    {
        var header = context.Request.Headers["Last-Event-ID"].ToString();
        long last;
        if (header.Length == 0)
            last = after ?? long.MaxValue;
        else if (!long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out last))
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "Last-Event-ID is not the identifier of an event of this stream.");
        // A place that the record has not reached is another record's, of before a restore: waiting for it would lose everything.
        last = Math.Min(last, await store.Events.NewestAsync(cancellationToken));
        return new(Items(store, workforce, last, cancellationToken), last, () => IsStillGoodAsync(context, store), time);
    }

    // A key that is revoked meanwhile, or has expired, hears of nothing more.
    private static async Task<bool> IsStillGoodAsync(HttpContext context, KioskStore store) =>
        ApiKeyHandler.Secret(context.Request) is { } secret && await store.ApiKeys.FindAsync(secret, context.RequestAborted) is not null;

    private static async IAsyncEnumerable<SseItem<AccessEvent>> Items(KioskStore store, EnrolledPopulation workforce, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StreamTime);
        await using var events = store.Events.FollowAsync(after, limit.Token).GetAsyncEnumerator(limit.Token);
        while (await NextAsync(events, limit.Token))
            yield return new(events.Current.Named(workforce.NameOf), events.Current.Code.Name) { EventId = events.Current.Sequence.ToString(CultureInfo.InvariantCulture) };
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<AccessEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
