using System.Text;
using AccessKiosk.Access.Muster;
using AccessKiosk.Enrollment.Files;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Review;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Muster;

/// <summary>What the muster's page needs besides the page: a stream that says when to look again, the list as CSV.</summary>
internal static class MusterRoutes
{
    private const string Header = "place,outside,person,number,person_id,since,safe_at,safe_by\r\n";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/muster/stream", (KioskStore store, TimeProvider time, CancellationToken cancellationToken) =>
            ReviewRoutes.Stream(() => Task.WhenAny(store.Events.Appended, store.Muster.Changed), time, cancellationToken)).RequireAuthorization(Permissions.ViewEvents);
        routes.MapGet("/muster/export", ExportAsync).RequireAuthorization(Permissions.ViewEvents);
    }

    private static async Task<IResult> ExportAsync(string? at, HttpContext context, MusterRoll roll, KioskStore store, SiteTime time, CancellationToken cancellationToken)
    {
        var moment = time.Parse(at);
        // A list of now must not be taken for one of then.
        if (moment is null && !string.IsNullOrWhiteSpace(at))
            return Results.BadRequest();
        var list = await roll.AtAsync(moment, cancellationToken);
        await store.Audit.AppendAsync(context.User.Identity!.Name!, "muster.exported", null, new { list.At }, cancellationToken);
        var csv = new StringBuilder(Header);
        foreach (var place in list.Places)
            foreach (var one in place.People)
                Append(csv, place.Name, place.IsOutside ? "yes" : "no", one);
        foreach (var one in list.Unplaced)
            Append(csv, "", "", one);
        return Results.File(Encoding.UTF8.GetBytes(csv.ToString()), "text/csv; charset=utf-8", $"muster-{time.Here(list.At):yyyyMMdd-HHmm}.csv");
    }

    private static void Append(StringBuilder csv, string place, string outside, MusterPerson one) => csv.AppendJoin(
        ',', CsvText.Field(place), outside, CsvText.Field(one.Person.Name), CsvText.Field(one.Person.ExternalId), one.Person.Id, one.Since?.ToString("o"), one.Safe?.At.ToString("o"), CsvText.Field(one.Safe?.By)).Append("\r\n");
}
