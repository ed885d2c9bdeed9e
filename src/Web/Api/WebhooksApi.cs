using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Api.Webhooks;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/webhooks</c>.</summary>
internal static class WebhooksApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").RequireAuthorization(ApiScopes.Policy(Permissions.ManageSystem)).WithTags("Webhooks");
        webhooks.MapGet("/", ListAsync).WithName("ListWebhooks").WithSummary("Every webhook and how its deliveries go");
        webhooks.MapPost("/", AddAsync).WithName("AddWebhook").WithSummary("Has events posted to an address, signed with HMAC-SHA256").ProducesProblem(422);
        webhooks.MapGet("/{id:guid}", async (Guid id, WebhookService desk, CancellationToken cancellationToken) => Body(await desk.RequireAsync(id, cancellationToken)))
            .WithName("GetWebhook").WithSummary("One webhook").ProducesProblem(404);
        webhooks.MapPut("/{id:guid}", ChangeAsync).WithName("ChangeWebhook").WithSummary("Changes a webhook's event kinds; pauses or resumes it")
            .ProducesProblem(404).ProducesProblem(422);
        webhooks.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveWebhook").WithSummary("Ends a webhook").ProducesProblem(404);
        webhooks.MapPost("/{id:guid}/set-aside/send", async (Guid id, WebhookService desk, KioskStore store, HttpContext context, CancellationToken cancellationToken) => Body(await store.Subscriptions.SendAgainAsync((await desk.RequireAsync(id, cancellationToken)).Id, context.Name(), cancellationToken)))
            .WithName("SendSetAside").WithSummary("Sends again what was set aside").ProducesProblem(404);
        webhooks.MapDelete("/{id:guid}/set-aside", async (Guid id, WebhookService desk, KioskStore store, HttpContext context, CancellationToken cancellationToken) => Body(await store.Subscriptions.DiscardAsync((await desk.RequireAsync(id, cancellationToken)).Id, context.Name(), cancellationToken)))
            .WithName("DiscardSetAside").WithSummary("Discards what was set aside; the events stay in the record").ProducesProblem(404);
        webhooks.MapPost("/{id:guid}/test", async (Guid id, WebhookService desk, CancellationToken cancellationToken) => await desk.TestAsync(id, cancellationToken) is { } fault ? new WebhookTestBody(false, fault) : new(true, null))
            .WithName("TestWebhook").WithSummary("Posts a delivery with the code test, and says whether it arrived").ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<WebhookBody>> ListAsync(WebhookService desk, CancellationToken cancellationToken) =>
        [.. (await desk.ListAsync(cancellationToken)).Select(Body)];

    private static async Task<Created<NewWebhookBody>> AddAsync(WebhookInput input, WebhookService desk, HttpContext context, CancellationToken cancellationToken)
    {
        var (added, secret) = await desk.AddAsync(input.Url, input.Kinds ?? [], context.Name(), cancellationToken);
        return TypedResults.Created($"/api/v1/webhooks/{added.Id}", new NewWebhookBody(Body(added), secret));
    }

    private static async Task<WebhookBody> ChangeAsync(Guid id, WebhookChange input, WebhookService desk, HttpContext context, CancellationToken cancellationToken) =>
        Body(await desk.ChangeAsync(id, input.Kinds, input.Paused, context.Name(), cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid id, WebhookService desk, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        await store.Subscriptions.RemoveAsync((await desk.RequireAsync(id, cancellationToken)).Id, context.Name(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static WebhookBody Body(Subscription w) => new(w.Id, w.Target, w.Kinds, w.IsPaused, w.CreatedAt, w.DeliveredAt, w.Failures, w.RetryAt, w.Fault, [.. w.SetAside.Select(d => new SetAsideBody(d.Sequence, d.At, d.Tries, d.Fault))]);
}
