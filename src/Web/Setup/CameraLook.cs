using AccessKiosk.Access.Lanes;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Setup;

/// <summary><c>GET /admin/setup/camera/{camera}/look</c>: one picture of now with its readings. Nothing is stored.</summary>
internal static class CameraLook
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/setup/camera/{camera}/look", async (string camera, LaneSet cameras, QualityOptions limits, CancellationToken cancellationToken) =>
            cameras[camera] is { } lane ? Results.Json(await LookAsync(lane.View, limits, cancellationToken)) : Results.NotFound())
            .RequireAuthorization(Permissions.ManageSystem);

    private static async Task<Look> LookAsync(LiveView view, QualityOptions limits, CancellationToken cancellationToken)
    {
        var seen = 0L;
        if (!await view.NextAsync(Patience, cancellationToken) || view.Picture(ref seen) is not { } jpeg)
            return new(null, view.Moment.CameraFault ?? "No picture has come.", []);
        return new($"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}", null, view.Measure() is var (measures, face, width, height)
            ? CameraReading.Of(face, width, height, measures, limits)
            : CameraReading.Nobody);
    }

    private sealed record Look(string? Picture, string? Fault, IReadOnlyList<CameraReading> Readings);
}
