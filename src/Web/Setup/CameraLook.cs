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
        routes.MapGet("/admin/setup/camera/{camera}/look", async (string camera, LaneSet cameras, QualityOptions limits, TimeProvider time, CancellationToken cancellationToken) =>
            cameras[camera] is { } lane ? Results.Json(await LookAsync(lane.View, limits, time, cancellationToken)) : Results.NotFound())
            .RequireAuthorization(Permissions.ManageSystem);

    private static async Task<Look> LookAsync(LiveView view, QualityOptions limits, TimeProvider time, CancellationToken cancellationToken)
    {
        using var watching = view.Watch();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        var seen = 0L;
        // What lies there may be from long ago.
        view.Picture(ref seen);
        try
        {
            while (true)
            {
                var changed = view.Changed;
                if (view.Picture(ref seen) is { } jpeg)
                    return new($"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}", null, view.Measure() is var (measures, face, width, height)
                        ? CameraReading.Of(face, width, height, measures, limits)
                        : CameraReading.Nobody);
                await changed.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, view.Moment.CameraFault ?? "No picture has come.", []);
        }
    }

    private sealed record Look(string? Picture, string? Fault, IReadOnlyList<CameraReading> Readings);
}
