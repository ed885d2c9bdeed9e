using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.People.Exchange;

/// <summary>What the exchange's page sends and gets: a file of people in, and one out.</summary>
internal static class ExchangeRoutes
{
    private const string Page = "/admin/people/exchange";

    /// <summary>Maps them below <c>/admin</c>.</summary>
    public static void Map(IEndpointRouteBuilder admin)
    {
        admin.MapPost("/people/exchange/upload", UploadAsync);
        admin.MapPost("/people/exchange/discard", async (HttpContext context, IAntiforgery antiforgery, ExchangeService service) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            service.Discard(context.User.Identity!.Name!);
            return Results.LocalRedirect(Page);
        });
        admin.MapGet("/people/table.csv", DownloadAsync);
    }

    private static async Task<IResult> DownloadAsync(
        string? q, string? state, string? group, HttpContext context, PeopleIndex index, KioskStore store, SiteRules rules, SiteTime time, CancellationToken cancellationToken)
    {
        var query = PeopleQuery.Read(q, state, group, page: null);
        // What was typed may be a name.
        var which = query is { Text.Length: 0, Filter: PeopleFilter.All, Group: null } ? PeopleTable.Everyone : $"{(query.Text.Length > 0 ? "search, " : "")}state {query.Filter}, group {query.Group?.ToString("N") ?? "any"}";
        var table = await PeopleTable.TakeAsync(store, index.All(query), which, rules.Active.Zone, context.User.Identity!.Name!, cancellationToken);
        return Results.File(table, "text/csv; charset=utf-8", $"people-{time.Now:yyyyMMdd-HHmm}.csv");
    }

    private static async Task<IResult> UploadAsync(HttpContext context, IAntiforgery antiforgery, ExchangeService service, IMemoryCache cache)
    {
        var by = context.User.Identity!.Name!;
        // Names of people do not lie in a shared temporary folder.
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions { MemoryBufferThreshold = ExchangeService.MostBytes * 2, MultipartBodyLengthLimit = ExchangeService.MostBytes * 2L }));
        await antiforgery.ValidateRequestAsync(context);
        try
        {
            var file = context.Request.Form.Files.FirstOrDefault(file => file.Length > 0 || file.FileName.Length > 0) ?? throw new InputException("Choose a file first.");
            if (file.Length > ExchangeService.MostBytes)
                throw new InputException($"The file is larger than {ExchangeService.MostBytes >> 20} MB: split it.");
            using var content = new MemoryStream();
            await file.CopyToAsync(content, context.RequestAborted);
            service.Take(by, Path.GetFileName(file.FileName) is { Length: > 0 } name ? name : "The file", content.ToArray());
        }
        catch (InputException fault)
        {
            service.Discard(by);
            PageNotes.Leave(cache, by, Page, fault.Message);
        }

        return Results.LocalRedirect(Page);
    }
}
