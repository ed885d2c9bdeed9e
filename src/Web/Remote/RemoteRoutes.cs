using AccessKiosk.Enrollment.Remote;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Api;
using AccessKiosk.Web.Layout;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.Remote;

/// <summary>What the pages of remote enrolments send: pictures, one at a time, each answered at once; and the pictures that they show.</summary>
internal static class RemoteRoutes
{
    /// <summary>The page that an invitation leads to.</summary>
    public const string Invited = "/invited";

    // As large as anybody who is signed in may send.
    private const int LargestForm = 16 << 20;

    private const string Desk = "/admin/people/pictures";

    /// <summary>Maps them; those of an invitation need no operator, its token is the right to them.</summary>
    public static void Map(IEndpointRouteBuilder routes, IEndpointRouteBuilder admin)
    {
        routes.MapPost($"{Invited}/picture", InvitedPictureAsync).AllowAnonymous().RequireRateLimiting(Limits.SignIn).WithMetadata(new RequestSizeLimitAttribute(LargestForm));
        routes.MapGet($"{Invited}/picture/{{picture:guid}}", async (Guid picture, string? token, KioskStore store, CancellationToken cancellationToken) =>
            await store.Remote.FindAsync(token, cancellationToken) is { } found ? await ShowAsync(store, found.Id, picture, cancellationToken) : Results.NotFound()).AllowAnonymous();
        admin.MapPost("/people/pictures/{id:guid}/picture", DeskPictureAsync);
        admin.MapGet("/people/pictures/{id:guid}/{picture:guid}", (Guid id, Guid picture, KioskStore store, CancellationToken cancellationToken) => ShowAsync(store, id, picture, cancellationToken));
    }

    /// <summary>The page of pictures that an operator takes.</summary>
    public static string DeskPage(Guid id) => $"{Desk}/{id:N}";

    /// <summary>The page of an invitation.</summary>
    public static string InvitedPage(string? token) => $"{Invited}?token={Uri.EscapeDataString(token ?? "")}";

    private static async Task<IResult> InvitedPictureAsync(HttpContext context, string? token, IAntiforgery antiforgery, KioskStore store, RemotePictures pictures, ApiFaces faces, IMemoryCache cache)
    {
        // Nothing of a stranger's is read.
        return await store.Remote.FindAsync(token, context.RequestAborted) is { TextVersion: not null } found
            ? await TakeAsync(context, antiforgery, pictures, faces, cache, found, RemoteWords.Reader, InvitedPage(token))
            : Results.BadRequest();
    }

    private static async Task<IResult> DeskPictureAsync(Guid id, HttpContext context, IAntiforgery antiforgery, KioskStore store, RemotePictures pictures, ApiFaces faces, IMemoryCache cache)
    {
        var found = await store.Remote.FindAsync(id, context.RequestAborted) is { Source: RemoteEnrollment.Desk, SentAt: null } open ? open : null;
        return await TakeAsync(context, antiforgery, pictures, faces, cache, found, RemoteWords.Staff, DeskPage(id));
    }

    private static async Task<IResult> TakeAsync(HttpContext context, IAntiforgery antiforgery, RemotePictures pictures, ApiFaces faces, IMemoryCache cache, RemoteEnrollment? enrolment, RemoteWords words, string page)
    {
        PictureAnswer answer;
        try
        {
            // The form is read into memory first: the check of its token would read it into a temporary file.
            await faces.ReadFormAsync(context.Request, page.StartsWith(Invited, StringComparison.Ordinal), context.RequestAborted);
            await antiforgery.ValidateRequestAsync(context);
            if (enrolment is null)
                return Results.LocalRedirect(page);
            answer = await pictures.TakeAsync(context.Request, enrolment, words, context.RequestAborted);
        }
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }
        catch (ApiException fault)
        {
            answer = RemotePictures.Refusal(fault, words);
        }

        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
            return Results.Json(answer);
        PageNotes.Leave(cache, enrolment!.Id.ToString("N"), Invited, answer.Words);
        return Results.LocalRedirect(page);
    }

    private static async Task<IResult> ShowAsync(KioskStore store, Guid id, Guid picture, CancellationToken cancellationToken) =>
        await store.Remote.FindPictureAsync(id, picture, cancellationToken) is { } found ? Results.Bytes(found.Capture.Picture, "image/jpeg") : Results.NotFound();
}
