using AccessKiosk.Vision.Imaging;
using AccessKiosk.Web.Api;
using AccessKiosk.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Lookup;

/// <summary>What the page "Who is this?" sends.</summary>
internal static class LookupRoutes
{
    /// <summary>The page.</summary>
    public const string Page = "/admin/people/who";

    /// <summary>Maps it below <c>/admin</c>.</summary>
    public static void Map(IEndpointRouteBuilder admin) => admin.MapPost("/people/who/search", SearchAsync);

    private static async Task<IResult> SearchAsync(HttpContext context, IAntiforgery antiforgery, FaceLookup lookup, ApiFaces faces, IMemoryCache cache)
    {
        var by = context.User.Identity!.Name!;
        try
        {
            // The form is read into memory first: the check of its token would read it into a temporary file.
            await faces.ReadFormAsync(context.Request, isInvited: false, context.RequestAborted);
            await antiforgery.ValidateRequestAsync(context);
            await lookup.SearchAsync(context.Request, by, context.RequestAborted);
        }
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }
        catch (Exception fault) when (fault is ApiException or ImageException)
        {
            PageNotes.Leave(cache, by, Page, fault.Message);
        }

        return Results.LocalRedirect(Page);
    }
}
