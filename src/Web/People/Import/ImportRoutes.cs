using System.Globalization;
using System.Text;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Storage;
using AccessKiosk.Web.People.Consents;
using AccessKiosk.Vision.Imaging;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Primitives;

namespace AccessKiosk.Web.People.Import;

/// <summary>What the import's page sends and asks.</summary>
internal static class ImportRoutes
{
    private const string Page = "/admin/people/import";
    private const int ThumbnailSize = 96;

    private sealed record State(ImportPhase Phase, int Done, int? Total, string Words);

    /// <summary>Maps them below <c>/admin</c>.</summary>
    public static void Map(IEndpointRouteBuilder admin)
    {
        var mine = admin.MapGroup("/people/import");
        mine.MapPost("/upload", UploadAsync);
        mine.MapPost("/folder", FolderAsync);
        mine.MapPost("/cancel", (HttpContext context, IAntiforgery antiforgery, ImportService desk) => DoAsync(context, antiforgery, () =>
        {
            desk.Current?.Cancel();
            return Task.CompletedTask;
        }));
        mine.MapPost("/resume", (HttpContext context, IAntiforgery antiforgery, ImportService desk) => DoAsync(context, antiforgery, () =>
        {
            if (desk.Current is { Phase: ImportPhase.Cancelled } run)
                run.Start();
            return Task.CompletedTask;
        }));
        mine.MapPost("/confirm", ConfirmAsync);
        mine.MapGet("/picture/{person:int}", PictureAsync);
        mine.MapPost("/close", (HttpContext context, IAntiforgery antiforgery, ImportService desk) => DoAsync(context, antiforgery, desk.CloseAsync));
        mine.MapGet("/state", (ImportService desk) => desk.Current is { } run
            ? Results.Json(new State(run.Phase, run.Done, run.Total, ImportFormatter.Progress(run)), ImportFormatter.Json)
            : Results.NoContent());
        mine.MapGet("/report.{kind}", (string kind, ImportService desk) => kind is "csv" or "json" or "txt" && desk.Current?.Report is { } report
            ? Results.File(Encoding.UTF8.GetBytes(ImportReportFile.Text($".{kind}", report)), kind switch { "csv" => "text/csv", "json" => "application/json", _ => "text/plain" }, $"import-report.{kind}")
            : Results.NotFound());
    }

    // A person's first picture, small: what it would show is what the operator knows the person by.
    private static async Task<IResult> PictureAsync(int person, ImportService desk, PictureWork pictures, CancellationToken cancellationToken)
    {
        if (person < 0 || desk.Current?.Review is not { } review || person >= review.People.Count || review.People[person].Entry.Pictures is not [var file, ..])
            return Results.NotFound();
        try
        {
            return Results.Bytes(await pictures.RunAsync(() => Small(file), cancellationToken), "image/jpeg");
        }
        catch (Exception fault) when (fault is ImageException or IOException)
        {
            return Results.NotFound();
        }
    }

    private static byte[] Small(FileInfo file)
    {
        using var picture = ImageFile.Load(file.FullName);
        return Thumbnail.Of(picture, ThumbnailSize);
    }

    private static async Task<IResult> UploadAsync(HttpContext context, IAntiforgery antiforgery, ImportService desk, ConsentOptions consent)
    {
        var by = context.User.Identity!.Name!;
        try
        {
            if (!UploadLimit.Raise(context, desk.MaxUpload))
                throw new InputException(desk.TooLarge);
            await desk.TakeAsync(
                async (folder, cancellationToken) =>
                {
                    var upload = new ImportUpload(context, folder, antiforgery);
                    await upload.ReadAsync(desk.MaxUpload, cancellationToken);
                    return (upload.Archive, Settings(by, field => upload[field], consent));
                },
                context.RequestAborted);
        }
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }
        catch (Exception fault) when (fault is InputException or StoreException)
        {
            desk.Refuse(by, fault.Message);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            desk.Refuse(by, desk.TooLarge);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            desk.Refuse(by, $"The upload was cut off or cannot be read: {fault.Message}");
        }

        return Results.LocalRedirect(Page);
    }

    // What is ticked on this page of the review is kept; then another page of it, or it is stored.
    private static async Task<IResult> ConfirmAsync(HttpContext context, IAntiforgery antiforgery, ImportService desk)
    {
        await antiforgery.ValidateRequestAsync(context);
        var form = context.Request.Form;
        var by = context.User.Identity!.Name!;
        try
        {
            var run = desk.Current ?? throw new StoreException(StoreFault.NotFound, "There is no import any more: it was discarded, or the kiosk was started again. Nothing was stored.");
            var import = Guid.TryParse(form["import"], out var id) ? id : Guid.Empty;
            run.Tick(import, Numbers(form["shown"]), Numbers(form["person"]).ToHashSet());
            if (form["then"] is not [{ } then] || then == "store")
                run.Confirm(import);
            else if (int.TryParse(then, CultureInfo.InvariantCulture, out var page))
                return Results.LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{Page}?page={page}#review-title"));
        }
        catch (StoreException fault)
        {
            desk.Refuse(by, fault.Message);
        }

        return Results.LocalRedirect(Page);
    }

    private static IEnumerable<int> Numbers(StringValues values) =>
        values.Select(value => int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : -1);

    private static Task<IResult> FolderAsync(HttpContext context, IAntiforgery antiforgery, ImportService desk, ConsentOptions consent) => DoAsync(context, antiforgery, async () =>
    {
        var by = context.User.Identity!.Name!;
        var form = context.Request.Form;
        try
        {
            await desk.StartAsync(form["folder"].ToString(), Settings(by, field => form[field].ToString(), consent));
        }
        catch (Exception fault) when (fault is InputException or StoreException)
        {
            desk.Refuse(by, fault.Message);
        }
    });

    private static ImportSettings Settings(string by, Func<string, string> field, ConsentOptions consent)
    {
        if (field("agreed") != "true")
            throw new InputException("Tick that everybody in this import has agreed.");
        var settings = new ImportSettings(consent.Version, field("takenBy"), by, field("allowDuplicates") == "true");
        // Its faults are told now rather than at the first person.
        _ = settings.Consent(Storage.ConsentDecision.Granted);
        return settings;
    }

    private static async Task<IResult> DoAsync(HttpContext context, IAntiforgery antiforgery, Func<Task> work)
    {
        await antiforgery.ValidateRequestAsync(context);
        await work();
        return Results.LocalRedirect(Page);
    }
}
