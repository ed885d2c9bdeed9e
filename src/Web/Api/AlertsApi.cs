using System.ComponentModel;
using System.Text.Json;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Records;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.Review.Alerts;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/alerts</c>.</summary>
internal static class AlertsApi
{
    private const int MostAtOnce = 1000;

    public static void Map(IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").RequireAuthorization(ApiScopes.Policy(Permissions.ReviewAlerts)).WithTags("Alerts");
        alerts.MapGet("/", ListAsync).WithName("ListAlerts").WithSummary("Suspected attacks, newest first").ProducesProblem(404);
        alerts.MapGet("/{id:guid}", GetAsync).WithName("GetAlert").WithSummary("One alert with its evidence").ProducesProblem(404);
        alerts.MapGet("/{id:guid}/picture", PictureAsync).WithName("GetAlertPicture").WithSummary("The picture; viewing it is recorded")
            .Produces(200, contentType: "image/jpeg").ProducesProblem(404);
        alerts.MapPut("/verdict", JudgeSeveralAsync).WithName("JudgeAlerts").WithSummary("What a reviewer found about several alerts: all at one instant or none; those no longer kept are left out").ProducesProblem(422);
        alerts.MapDelete("/{id:guid}/verdict", ReopenAsync).WithName("ReopenAlert").WithSummary("Takes a verdict back: the alert waits for a reviewer again").ProducesProblem(404);
        alerts.MapPut("/{id:guid}/verdict", JudgeAsync).WithName("JudgeAlert").WithSummary("What a reviewer found").ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IReadOnlyList<AlertBody>> ListAsync(
        KioskStore store, EnrolledPopulation workforce, CancellationToken cancellationToken,
        bool unreviewed = false, [Description("For the next page: the last alert of the page before.")] Guid? before = null, [Description("1 to 1000.")] int limit = 100)
    {
        var last = before is { } id ? await RequireAsync(store, id, cancellationToken) : null;
        return [.. (await store.Alerts.ListAsync(unreviewed, Math.Clamp(limit, 1, 1000), last, cancellationToken)).Select(alert => Body(alert, workforce))];
    }

    private static async Task<AlertBody> GetAsync(Guid id, KioskStore store, EnrolledPopulation workforce, CancellationToken cancellationToken)
    {
        var alert = await RequireAsync(store, id, cancellationToken);
        var evidence = await store.Alerts.ReadEvidenceAsync(id, cancellationToken);
        return Body(alert, workforce) with { Evidence = evidence is null ? null : JsonSerializer.Deserialize<JsonElement>(evidence) };
    }

    private static async Task<FileContentHttpResult> PictureAsync(Guid id, KioskStore store, HttpContext context, CancellationToken cancellationToken)
    {
        var picture = await store.Alerts.ReadPictureAsync(id, context.Name(), cancellationToken) ?? throw new StoreException(StoreFault.NotFound, "The picture is no longer kept.");
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(picture, "image/jpeg");
    }

    private static async Task<AlertBody> JudgeAsync(Guid id, VerdictInput input, KioskStore store, EnrolledPopulation workforce, HttpContext context, CancellationToken cancellationToken) =>
        Body(await store.Alerts.ReviewAsync(id, Review(input.Verdict, input.Note, input.ForCalibration), context.Name(), cancellationToken), workforce);

    private static async Task<List<AlertBody>> JudgeSeveralAsync(VerdictsInput input, KioskStore store, EnrolledPopulation workforce, HttpContext context, CancellationToken cancellationToken)
    {
        if (input.Alerts.Count is 0 or > MostAtOnce)
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"Name 1 to {MostAtOnce} alerts.");
        var judged = await store.Alerts.ReviewAsync(input.Alerts, Review(input.Verdict, input.Note, input.ForCalibration), context.Name(), cancellationToken);
        return [.. judged.Select(alert => Body(alert, workforce))];
    }

    private static async Task<AlertBody> ReopenAsync(Guid id, KioskStore store, EnrolledPopulation workforce, HttpContext context, CancellationToken cancellationToken) =>
        await store.Alerts.ReopenAsync([id], context.Name(), cancellationToken) is [var reopened] ? Body(reopened, workforce) : throw new StoreException(StoreFault.NotFound, "There is no such alert.");

    private static AlertReview Review(string name, string? note, bool forCalibration) => Verdict.Find(name)?.Review(note, forCalibration)
        ?? throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The verdict is one of {string.Join(", ", Verdict.All.Select(one => one.Name))}.");

    private static async Task<SpoofAlert> RequireAsync(KioskStore store, Guid id, CancellationToken cancellationToken) =>
        await store.Alerts.FindAsync(id, cancellationToken) ?? throw new StoreException(StoreFault.NotFound, "There is no such alert.");

    private static AlertBody Body(SpoofAlert a, EnrolledPopulation workforce) => new(
        a.Id, a.At, a.Door, a.Person?.ToString(), a.Person is { } person ? workforce.NameOf(person) : null, a.Score, a.Reason, a.Cue, a.HasPicture, a.Verdict, a.Note,
        a.ForCalibration, a.ReviewedBy, a.ReviewedAt);
}
