using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Calibration.Report;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Site;

/// <summary>The calibration's report and picture, as files of their own.</summary>
internal static class CalibrationRoutes
{
    // They carry their style in them and no script; nothing of what they show comes from outside.
    private const string Content = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin/calibration/report", (HttpContext context, EnrolledPopulation workforce, RecognitionOptions options) => Own(
            context, CalibrationReport.Html(workforce.Points.Record, new(Math.Max(1, workforce.Gallery.References), options.MaxFpir, [], [])), "text/html; charset=utf-8"))
            .RequireAuthorization(Permissions.ManageSystem);
        routes.MapGet("/admin/calibration/scores.svg", (HttpContext context, EnrolledPopulation workforce) => Own(
            context, CalibrationPlots.Histogram(workforce.Points.Record, Marks(workforce)), "image/svg+xml"))
            .RequireAuthorization(Permissions.ManageSystem);
    }

    private static (float, string)[] Marks(EnrolledPopulation workforce)
    {
        try
        {
            return [(workforce.Points.Threshold(workforce.Gallery.References), "threshold now")];
        }
        catch (CalibrationException)
        {
            return [];
        }
    }

    private static IResult Own(HttpContext context, string text, string type)
    {
        context.Response.Headers.ContentSecurityPolicy = Content;
        return Results.Text(text, type);
    }
}
