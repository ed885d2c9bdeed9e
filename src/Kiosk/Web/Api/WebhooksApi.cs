using System.Security.Cryptography;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Web.Api.Webhooks;
using AccessKiosk.Kiosk.Web.Review;
using AccessKiosk.Kiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Kiosk.Web.Api;

/// <summary><c>/api/v1/webhooks</c>.</summary>
internal static class WebhooksApi
{
    private const int SecretBytes = 32;

    public static void Map(IEndpointRouteBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks").RequireAuthorization(ApiScopes.Policy(Permissions.ManageSystem)).WithTags("Webhooks");
        webhooks.MapGet("/", ListAsync).WithName("ListWebhooks").WithSummary("Every webhook and how its deliveries go");
        webhooks.MapPost("/", AddAsync).WithName("AddWebhook").WithSummary("Has events posted to an address, signed with HMAC-SHA256").ProducesProblem(422);
        webhooks.MapDelete("/{id:guid}", RemoveAsync).WithName("RemoveWebhook").WithSummary("Ends a webhook").ProducesProblem(404);
    }

    private static async Task<IReadOnlyList<WebhookBody>> ListAsync(KioskStore store, CancellationToken gone) =>
        [.. (await store.Webhooks.ListAsync(gone)).Select(Body)];

    private static async Task<Created<NewWebhookBody>> AddAsync(
        WebhookInput input, KioskStore store, WebhookSecrets secrets, WebOptions options, HttpContext context, CancellationToken gone)
    {
        if (WebhookTarget.Fault(input.Url, options.WebhooksToPrivateNetworks) is { } fault)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, fault);
        var kinds = input.Kinds ?? [];
        if (kinds.FirstOrDefault(kind => !EventWords.Kinds.Contains(kind, StringComparer.Ordinal)) is not null)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"kinds holds another than {string.Join(", ", EventWords.Kinds)}.");
        var secret = $"whsec_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        var added = await store.Webhooks.AddAsync(new(input.Url), kinds, secrets.Protect(secret), context.Name(), gone);
        return TypedResults.Created($"/api/v1/webhooks/{added.Id}", new NewWebhookBody(Body(added), secret));
    }

    private static async Task<NoContent> RemoveAsync(Guid id, KioskStore store, HttpContext context, CancellationToken gone)
    {
        await store.Webhooks.RemoveAsync(id, context.Name(), gone);
        return TypedResults.NoContent();
    }

    private static WebhookBody Body(Webhook w) => new(w.Id, w.Url, w.Kinds, w.CreatedAt, w.DeliveredAt, w.Failures, w.RetryAt, w.Fault);
}
