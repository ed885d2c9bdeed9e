using AccessKiosk.Web.Api;
using AccessKiosk.Web.Scim;
using Microsoft.AspNetCore.Diagnostics;

namespace AccessKiosk.Web.Hosting;

/// <summary>Gives what cannot be answered a page of ours: unknown addresses, wrong methods, input that cannot be read, too many tries. The API keeps its problem details.</summary>
internal static class ProblemPages
{
    private const string Metrics = "/metrics";

    /// <summary>Makes the pages.</summary>
    public static void Use(IApplicationBuilder app)
    {
        app.UseWhen(IsPage, pages => pages.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true));
        app.Use(Show);
    }

    /// <summary>Answers what no route takes, before it is asked who wants to know.</summary>
    public static Task Answer(HttpContext context, RequestDelegate next)
    {
        if (!IsPage(context))
            return next(context);
        switch (context.GetEndpoint())
        {
            case null:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            // What routing answers itself: a method or a kind of body that the address does not take.
            case not RouteEndpoint and { RequestDelegate: { } refuse }:
                return refuse(context);
            default:
                return next(context);
        }
    }

    private static bool IsPage(HttpContext context) =>
        !ApiFaults.IsApi(context) && !ScimFaults.IsScim(context) && !context.Request.Path.StartsWithSegments(Metrics, StringComparison.OrdinalIgnoreCase);

    // The page of a fault is shown, not sent to, whatever the form was.
    private static async Task Show(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        await next(context);
        // A page names its type before its form is read; one that was refused then was never written.
        if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null })
            context.Response.ContentType = null;
    }
}
