using System.Text.Json.Serialization;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Site;
using AccessKiosk.Access.Tracing;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Events;
using AccessKiosk.Web.Api.Conditions;
using AccessKiosk.Web.Api.Metrics;
using AccessKiosk.Web.Api.Webhooks;
using AccessKiosk.Web.Muster;
using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.People.Exchange;
using AccessKiosk.Web.Review.Alarms;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AccessKiosk.Web.Api;

/// <summary>Puts the API together: <c>/api/v1</c>, its description at <c>/api/openapi.json</c>, and <c>/metrics</c>.</summary>
internal static class ApiHost
{
    /// <summary>Where every operation lies.</summary>
    public const string Root = "/api/v1";

    private const string PersonText = "The identifier of a person: 32 hexadecimal digits.";

    private const string Bearer = "key";

    /// <summary>Adds its services.</summary>
    public static void AddServices(IServiceCollection services, WebOptions options)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null);
        services.AddProblemDetails(ApiFaults.Configure).AddExceptionHandler<ApiFaults>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        });
        services.AddOpenApi("v1", Describe);
        services.AddSingleton<ApiFaces>().AddSingleton<WebhookSecrets>().AddSingleton<WebhookChannel>().AddSingleton<IEventChannel>(provider => provider.GetRequiredService<WebhookChannel>()).AddSingleton<WebhookService>();
        services.AddHealthChecks().Add(WebhookCheck.Name, provider => new WebhookCheck(provider.GetRequiredService<KioskStore>(), options, UnitNetwork.OfThisProcess()));
        services.AddHosted<KioskMetrics>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("accesskiosk", serviceVersion: KioskMetrics.Version)).WithMetrics(metrics =>
        {
            metrics.AddMeter(KioskMetrics.Meter, "Microsoft.AspNetCore.Hosting", "System.Runtime").AddPrometheusExporter();
            if (options.Otlp.Length > 0)
                metrics.AddOtlpExporter(otlp => otlp.Endpoint = new(options.Otlp));
        });
        if (options.Otlp.Length > 0)
            telemetry.WithTracing(traces => traces.AddSource(DecisionTrace.Name).AddOtlpExporter(otlp => otlp.Endpoint = new(options.Otlp)));
    }

    /// <summary>Adds its routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).RequireRateLimiting(Limits.Api).DisableAntiforgery()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);
        api.AddEndpointFilter(PersonTag.RefuseAsync);
        PeopleApi.Map(api);
        ImportApi.Map(api);
        ExchangeApi.Map(api);
        RecogniseApi.Map(api);
        EventsApi.Map(api);
        AlertsApi.Map(api);
        AlarmsApi.Map(api);
        DoorsApi.Map(api);
        LockdownApi.Map(api);
        MusterApi.Map(api);
        WebhooksApi.Map(api);
        HealthApi.Map(api);
        routes.MapOpenApi("/api/openapi.json").RequireAuthorization(ApiScopes.AnyPolicy).RequireRateLimiting(Limits.Api);
        routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(ApiScopes.Policy(ApiScopes.ReadMetrics)).RequireRateLimiting(Limits.Api);
    }

    /// <summary>Says in the description that an operation takes a picture.</summary>
    public static RouteHandlerBuilder TakesImage(this RouteHandlerBuilder route) =>
        route.Accepts<IFormFile>("image/*", "multipart/form-data", "application/json", "application/octet-stream", "*/*").ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static void Describe(OpenApiOptions options)
    {
        // Pages and their routes are no part of it.
        options.ShouldInclude = route => route.RelativePath?.StartsWith(Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "AccessKiosk", Version = "v1", Description = "Errors are problem details (RFC 9457). Keys are made at /admin/keys." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key with the scope that the operation names." },
            };
            return Task.CompletedTask;
        });
        // Both are written as text.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(EventCode))
                (schema.Type, schema.Description) = (JsonSchemaType.String, "A code of docs/events.md.");
            if (type == typeof(PersonId))
                (schema.Type, schema.Description) = (JsonSchemaType.String, PersonText);
            if (type.IsAssignableTo(typeof(IEnumerable<PersonId>)))
                schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Description = PersonText };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var scope = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(data => data.Policy).LastOrDefault();
            if (scope?.StartsWith("api:", StringComparison.Ordinal) == true)
            {
                operation.Description = $"Scope: {scope[4..]}.";
                operation.Security = [new() { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] }];
            }

            return Task.CompletedTask;
        });
    }
}
