using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Admin;
using AccessKiosk.Web.Lookup;
using AccessKiosk.Web.People.Alike;
using AccessKiosk.Web.People.Erasure;
using AccessKiosk.Web.People;
using AccessKiosk.Web.People.Exchange;
using AccessKiosk.Web.People.Guided;
using AccessKiosk.Web.People.Import;
using AccessKiosk.Web.People.Map;
using AccessKiosk.Web.Remote;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace AccessKiosk.Web.Hosting;

/// <summary>What the people pages need besides pages: downloads, uploads, the enrolment's socket.</summary>
internal static class PeopleRoutes
{
    /// <summary>Registers what the pages use.</summary>
    public static void AddServices(IServiceCollection services) =>
        services.AddSingleton(_ => new PictureWork()).AddSingleton<PeopleIndex>().AddSingleton<AlikePeople>().AddSingleton<EnrollmentService>().AddSingleton<ImportService>().AddSingleton<ExchangeService>().AddSingleton<FaceLookup>().AddSingleton<GalleryMaps>().AddSingleton<RemotePictures>().AddSingleton<RemoteReview>()
            .AddSingleton<DoorMatters>().AddSingleton<SystemMatters>().AddSingleton<OverviewMatters>();

    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var mine = routes.MapGroup("/admin").RequireAuthorization(Permissions.ManagePeople);
        mine.MapPost("/people/{id:guid}/export", ExportAsync);
        mine.MapGet("/people/erased/{sequence:long}/certificate", async (long sequence, KioskStore store, CancellationToken cancellationToken) =>
            await ErasureRecord.FindAsync(store, sequence, cancellationToken) is { } certificate
                ? Results.File(System.Text.Encoding.UTF8.GetBytes(certificate.ToJson()), "application/json", $"erasure-{certificate.Person}.json")
                : Results.NotFound());
        mine.MapGet("/enrol/{session:guid}/socket", EnrollmentSocket.RunAsync);
        ImportRoutes.Map(mine);
        ExchangeRoutes.Map(mine);
        LookupRoutes.Map(mine);
        RemoteRoutes.Map(routes, mine);
    }

    private static async Task ExportAsync(Guid id, HttpContext context, KioskStore store, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"person-{id:N}.json\"";
        try
        {
            // The audit's entry comes before the first byte.
            await store.Privacy.ExportAsync(new(id), context.Response.Body, context.User.Identity!.Name!, context.RequestAborted);
        }
        catch (StoreException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.Redirect($"/admin/people/{id:N}");
        }
    }
}
