using System.ComponentModel;
using AccessKiosk.Access.Muster;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Muster;

/// <summary><c>/api/v1/muster</c>.</summary>
internal static class MusterApi
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/muster", GetAsync).WithTags("Doors")
        .WithName("GetMuster").WithSummary("Who is where, by place, now or at a past moment").RequireAuthorization(ApiScopes.Policy(Permissions.ViewEvents)).ProducesProblem(422);

    private static async Task<MusterBody> GetAsync(
        MusterRoll roll, SiteRules rules, CancellationToken cancellationToken,
        [Description("The moment; now without it. 2030-12-31T08:00 is the site's time, 2030-12-31T08:00:00Z is exact; a date alone is the beginning of that day.")] string? at = null)
    {
        var list = await roll.AtAsync(DateInput.From(at, rules.Active.Zone), cancellationToken);
        return new(
            list.At, [.. list.Places.Select(place => new MusterPlaceBody(place.Name, place.IsOutside, [.. place.People.Select(Body)], [.. place.Doubts.Select(MusterFormatter.Of)]))],
            [.. list.Unplaced.Select(Body)], list.KnownSince);
    }

    private static MusterPersonBody Body(MusterPerson one) => new(one.Person.Id.ToString(), one.Person.Name, one.Person.ExternalId, one.Since, one.Safe?.At, one.Safe?.By);
}

internal sealed record MusterBody(
    DateTimeOffset At, IReadOnlyList<MusterPlaceBody> Places, [property: Description("Active people of whom no place is known.")] IReadOnlyList<MusterPersonBody> Unplaced,
    [property: Description("Before it no passage is kept; null when none is.")] DateTimeOffset? KnownSince);

internal sealed record MusterPlaceBody(
    string Name, [property: Description("Whether no door leads into it: whoever is there has left.")] bool Outside, IReadOnlyList<MusterPersonBody> People,
    [property: Description("Why the list may be wrong, as sentences; empty where every door is read both ways.")] IReadOnlyList<string> Doubts);

internal sealed record MusterPersonBody(
    string Person, string Name, string? ExternalId, DateTimeOffset? Since, [property: Description("When they were marked safe in the muster that goes on.")] DateTimeOffset? SafeAt, string? SafeBy);
