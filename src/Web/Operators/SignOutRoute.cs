using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace AccessKiosk.Web.Operators;

/// <summary><c>POST /sign-out</c>.</summary>
internal static class SignOutRoute
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            await OperatorSession.EndAsync(context);
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(Permissions.OwnAccount);
}
