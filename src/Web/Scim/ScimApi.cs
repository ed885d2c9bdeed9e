using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Scim;

/// <summary>SCIM 2.0 (RFC 7643, RFC 7644) at <c>/scim/v2</c>: a directory says who works here and in which groups. It sees no faces, and enrols and erases nobody.</summary>
internal static class ScimApi
{
    /// <summary>Where every route lies.</summary>
    public const string Root = "/scim/v2";

    /// <summary>Adds its services.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton<ScimTurn>()
            .AddScoped(provider => new ScimUsers(provider.GetRequiredService<KioskStore>(), provider.GetRequiredService<IHttpContextAccessor>().HttpContext!))
            .AddScoped(provider => new ScimGroups(provider.GetRequiredService<KioskStore>(), provider.GetRequiredService<SiteRules>(), provider.GetRequiredService<IHttpContextAccessor>().HttpContext!));

    /// <summary>Adds its routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var scim = routes.MapGroup(Root).RequireAuthorization(ApiScopes.Policy(ApiScopes.Directory)).RequireRateLimiting(Limits.Api).DisableAntiforgery();
        scim.AddEndpointFilter(ScimTurn.TakeAsync);
        scim.MapGet("/ServiceProviderConfig", (HttpContext context) => ScimAnswers.Json(ScimDiscovery.Config(context.Request)));
        scim.MapGet("/ResourceTypes", (HttpContext context) => ScimDiscovery.List(ScimDiscovery.ResourceTypes(context.Request)));
        scim.MapGet("/ResourceTypes/{id}", (string id, HttpContext context) => ScimDiscovery.One(ScimDiscovery.ResourceTypes(context.Request), id));
        scim.MapGet("/Schemas", (HttpContext context) => ScimDiscovery.List(ScimDiscovery.Schemas(context.Request)));
        scim.MapGet("/Schemas/{id}", (string id, HttpContext context) => ScimDiscovery.One(ScimDiscovery.Schemas(context.Request), id));
        scim.MapGet("/Users", (ScimUsers users, CancellationToken cancellationToken) => users.ListAsync(cancellationToken));
        scim.MapGet("/Users/{id}", (string id, ScimUsers users, CancellationToken cancellationToken) => users.GetAsync(id, cancellationToken));
        scim.MapPost("/Users", (ScimUsers users, CancellationToken cancellationToken) => users.AddAsync(cancellationToken));
        scim.MapPut("/Users/{id}", (string id, ScimUsers users, CancellationToken cancellationToken) => users.ReplaceAsync(id, cancellationToken));
        scim.MapPatch("/Users/{id}", (string id, ScimUsers users, CancellationToken cancellationToken) => users.PatchAsync(id, cancellationToken));
        scim.MapDelete("/Users/{id}", (string id, ScimUsers users, CancellationToken cancellationToken) => users.RemoveAsync(id, cancellationToken));
        scim.MapGet("/Groups", (ScimGroups groups, CancellationToken cancellationToken) => groups.ListAsync(cancellationToken));
        scim.MapGet("/Groups/{id}", (string id, ScimGroups groups, CancellationToken cancellationToken) => groups.GetAsync(id, cancellationToken));
        scim.MapPost("/Groups", (ScimGroups groups, CancellationToken cancellationToken) => groups.AddAsync(cancellationToken));
        scim.MapPut("/Groups/{id}", (string id, ScimGroups groups, CancellationToken cancellationToken) => groups.ReplaceAsync(id, cancellationToken));
        scim.MapPatch("/Groups/{id}", (string id, ScimGroups groups, CancellationToken cancellationToken) => groups.PatchAsync(id, cancellationToken));
        scim.MapDelete("/Groups/{id}", (string id, ScimGroups groups, CancellationToken cancellationToken) => groups.RemoveAsync(id, cancellationToken));
    }
}

/// <summary>Lets one change after the other in, so that directories that send several at once do not refuse each other.</summary>
internal sealed class ScimTurn : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Waits for its turn; who only reads does not wait.</summary>
    public static async ValueTask<object?> TakeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method))
            return await next(context);
        // Whoever sends byte by byte keeps nobody waiting.
        if (!HttpMethods.IsDelete(http.Request.Method))
            http.Items[typeof(ScimTurn)] = await ScimBody.ReadAsync(http.Request, http.RequestAborted);
        var gate = http.RequestServices.GetRequiredService<ScimTurn>()._gate;
        await gate.WaitAsync(http.RequestAborted);
        try
        {
            return await next(context);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The body that a change brought.</summary>
    public static System.Text.Json.JsonElement Body(HttpContext context) => (System.Text.Json.JsonElement)context.Items[typeof(ScimTurn)]!;

    public void Dispose() => _gate.Dispose();
}
