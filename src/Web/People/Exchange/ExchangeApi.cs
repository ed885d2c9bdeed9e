using System.ComponentModel;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.People.Exchange;

/// <summary>What a file of people changed, or would change.</summary>
/// <param name="Done">What was done; null where nothing was to be done but to look.</param>
/// <param name="Plan">What the file says against what was stored.</param>
internal sealed record ExchangeBody(ExchangeDone? Done, ExchangeReport Plan);

/// <summary><c>/api/v1/people/table</c> and <c>/api/v1/people/sync</c>.</summary>
internal static class ExchangeApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").RequireAuthorization(ApiScopes.Policy(Permissions.ManagePeople)).WithTags("People");
        people.MapGet("/table", TableAsync).WithName("GetPeopleTable").WithSummary("Everyone as a CSV, without faces; SyncPeople reads it").Produces(200, contentType: "text/csv");
        people.MapPost("/sync", SyncAsync).WithName("SyncPeople").WithSummary("Takes over people from a CSV, by number; the columns are those of GetPeopleTable, of which number is needed")
            .Accepts<IFormFile>("text/csv", "application/octet-stream").ProducesProblem(409).ProducesProblem(413).ProducesProblem(422);
    }

    private static async Task<FileContentHttpResult> TableAsync(KioskStore store, SiteRules rules, HttpContext context, CancellationToken cancellationToken) => TypedResults.Bytes(
        await PeopleTable.TakeAsync(store, store.People.List(), PeopleTable.Everyone, rules.Active.Zone, context.User.Identity!.Name!, cancellationToken), "text/csv; charset=utf-8");

    private static async Task<Results<Ok<ExchangeBody>, ProblemHttpResult>> SyncAsync(
        HttpContext context, ExchangeService service, CancellationToken cancellationToken,
        [Description("Say what would be done, and do nothing.")] bool dryRun = false,
        [Description("Suspend people whose number the file does not have; otherwise they are listed.")] bool suspendGone = false,
        [Description("If more people than this are gone, nothing is done.")] int mostGone = ExchangeRun.MostGone,
        [Description("The digest of a plan that was looked at: if the file would change something else by now, nothing is done.")] string? digest = null)
    {
        if (await BoundedRead.AllAsync(context.Request.Body, ExchangeService.MostBytes, cancellationToken) is not { } content)
            return TypedResults.Problem($"The file is larger than {ExchangeService.MostBytes >> 20} MB: split it.", statusCode: StatusCodes.Status413PayloadTooLarge);
        var file = PeopleFile.Parse(content, "The file");
        if (dryRun)
            return TypedResults.Ok(new ExchangeBody(null, ExchangeReport.Of(await service.PlanAsync(file, cancellationToken))));
        var (plan, done) = await service.ApplyAsync(file, context.User.Identity!.Name!, Choose, cancellationToken);
        return TypedResults.Ok(new ExchangeBody(done, ExchangeReport.Of(plan)));

        bool Choose(ExchangePlan found)
        {
            if (digest is not null && digest != found.Digest)
                throw new InputException("The file would change something else by now: nothing was done.");
            if (suspendGone && found.Gone.Count > mostGone)
                throw new InputException($"{found.Gone.Count:N0} people are not in the file, more than mostGone={mostGone:N0}: nothing was done.");
            return suspendGone;
        }
    }
}
