using System.ComponentModel;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Storage;
using AccessKiosk.Web.Api.Contracts;
using AccessKiosk.Web.People.Import;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Api;

/// <summary><c>/api/v1/people/import</c>: the one import that runs, or that ran last, whether a page or a program began it.</summary>
internal static class ImportApi
{
    private const string Zip = "application/zip";

    public static void Map(IEndpointRouteBuilder api)
    {
        var import = api.MapGroup("/people/import").RequireAuthorization(ApiScopes.Policy(Permissions.ManagePeople)).WithTags("People");
        import.MapPost("/", StartAsync).WithName("ImportPeople").WithSummary("Reads a ZIP archive with a folder of pictures a person in the background, for a review; nothing is stored until it is confirmed")
            .Accepts<Stream>(Zip).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(507);
        import.MapGet("/", (ImportService desk) => ImportBody.Of(Require(desk)))
            .WithName("GetImport").WithSummary("How far the import is, and its report once it has ended").ProducesProblem(404);
        import.MapPost("/confirm", (ImportConfirmationBody body, ImportService desk) => ImportBody.Of(Confirm(Require(desk), body)))
            .WithName("ConfirmImport").WithSummary("Stores what the review of the import shows, or those of its people whom the body names")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        import.MapDelete("/", CloseAsync).WithName("CloseImport").WithSummary("Stops the import and discards its report; people who are enrolled stay enrolled").ProducesProblem(404);
    }

    private static async Task<Accepted<ImportBody>> StartAsync(
        [Description("The version of the consent text that everybody in it agreed to.")] string consent,
        ImportService desk,
        HttpContext context,
        CancellationToken cancellationToken,
        [Description("Who took the consents; default: the key's name.")] string? takenBy = null,
        [Description("Whether to enrol people who look like somebody enrolled.")] bool allowDuplicates = false)
    {
        var fits = UploadLimit.Raise(context, desk.MaxUpload);
        var settings = new ImportSettings(consent, takenBy ?? context.Name(), context.Name(), allowDuplicates);
        // What can be refused is refused before a long upload.
        _ = settings.Consent(ConsentDecision.Granted);
        if (desk.Current is { Phase: ImportPhase.Running or ImportPhase.Review } other)
            throw new ApiException(StatusCodes.Status409Conflict, $"{other.By} imports people just now: wait until that is finished, or discard it.");
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(Zip, StringComparison.OrdinalIgnoreCase) != true)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"Send the archive as {Zip}.");
        if (!fits)
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, desk.TooLarge);
        var run = await desk.TakeAsync(async (folder, end) => (await folder.AddArchiveAsync(context.Request.Body, desk.MaxUpload, end), settings), cancellationToken);
        return TypedResults.Accepted("/api/v1/people/import", ImportBody.Of(run));
    }

    private static ImportRun Confirm(ImportRun run, ImportConfirmationBody body)
    {
        if (body.People is { } chosen)
        {
            // Only what exists while it can be confirmed; the run itself says why it cannot.
            var review = run.Review?.People ?? [];
            var wanted = chosen.ToHashSet(StringComparer.Ordinal);
            var ticked = review.Index().Where(one => one.Item.IsStored && wanted.Remove(one.Item.Entry.Folder)).Select(one => one.Index).ToHashSet();
            if (run.Phase is ImportPhase.Review && run.Id == body.Id && wanted.Count > 0)
                throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"The review would store nobody of the folder {string.Join(", ", wanted.Take(5).Select(folder => $"'{folder}'"))}.");
            run.Tick(body.Id, Enumerable.Range(0, review.Count), ticked);
        }

        run.Confirm(body.Id);
        return run;
    }

    private static async Task<NoContent> CloseAsync(ImportService desk)
    {
        _ = Require(desk);
        await desk.CloseAsync();
        return TypedResults.NoContent();
    }

    private static ImportRun Require(ImportService desk) => desk.Current ?? throw new StoreException(StoreFault.NotFound, "There is no import.");
}
