using AccessKiosk.Access.Lanes;
using AccessKiosk.Storage;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Live;

/// <summary><c>GET /live/{camera}/frame</c>: one picture of now. Nothing is stored.</summary>
internal static class LiveRoutes
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/live/{camera}/frame", FrameAsync).RequireAuthorization(Permissions.ViewLive);

    private static async Task<IResult> FrameAsync(string camera, HttpContext context, LaneSet cameras, LiveFrames frames, LiveLooks looks, CancellationToken cancellationToken)
    {
        if (cameras[camera] is not { } lane)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await looks.LookAsync(context.User.Identity!.Name!, lane.Name, cancellationToken);
        }
        catch (StoreException)
        {
            return Results.Text("A look that cannot be recorded is not allowed.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return await frames.TakeAsync(lane.View, cancellationToken) is { } jpeg
            ? Results.Bytes(jpeg, "image/jpeg")
            : Results.Text("The camera gives no picture.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
