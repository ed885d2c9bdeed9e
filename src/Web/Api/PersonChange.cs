using System.Text.Json;
using System.Text.Json.Nodes;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Web.Api.Contracts;

namespace AccessKiosk.Web.Api;

/// <summary>
/// A change of a person over the API. <c>PATCH</c> changes what it names (JSON merge patch, RFC 7396: null clears),
/// <c>PUT</c> replaces the whole and refuses a part: a property left out must not make a suspended person active.
/// </summary>
internal static class PersonChange
{
    private static readonly string[] Properties = ["name", "externalId", "note", "status", "validFrom", "validUntil"];

    /// <summary>Checks a whole replacement.</summary>
    /// <exception cref="ApiException">Something is missing or unknown.</exception>
    public static void RequireWhole(JsonObject body)
    {
        var missing = Properties.Where(property => !body.ContainsKey(property)).ToList();
        if (missing.Count > 0)
            throw Refused($"PUT replaces the whole person; {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing (null clears). To change a part, use PATCH.");
    }

    /// <summary>Writes what the body names, each change an entry of the audit, once everything is read.</summary>
    /// <exception cref="ApiException">The body cannot be read.</exception>
    public static async Task ApplyAsync(JsonObject body, Person person, KioskStore store, TimeZoneInfo zone, JsonSerializerOptions json, string by, CancellationToken cancellationToken)
    {
        var input = Read(body, json);
        var from = body.ContainsKey("validFrom") ? DateInput.From(input.ValidFrom, zone) : person.ValidFrom;
        var until = body.ContainsKey("validUntil") ? DateInput.Until(input.ValidUntil, zone) : person.ValidUntil;
        if (input.Name is { } name && name != person.Name)
            await store.People.RenameAsync(person.Id, name, by, cancellationToken);
        if (body.ContainsKey("externalId") && input.ExternalId != person.ExternalId)
            await store.People.SetExternalIdAsync(person.Id, input.ExternalId, by, cancellationToken);
        if (body.ContainsKey("note") && input.Note != person.Note)
            await store.People.SetNoteAsync(person.Id, input.Note, by, cancellationToken);
        if (from != person.ValidFrom || until != person.ValidUntil)
            await store.People.SetValidityAsync(person.Id, from, until, by, cancellationToken);
        if (input.Status is { } status && status != person.Status)
            await store.People.SetStatusAsync(person.Id, status, by, cancellationToken);
    }

    private static PersonPatch Read(JsonObject body, JsonSerializerOptions json)
    {
        var unknown = body.Select(property => property.Key).Where(name => !Properties.Contains(name)).ToList();
        if (unknown.Count > 0)
            throw Refused($"{string.Join(", ", unknown)}: not known; known are {string.Join(", ", Properties)}.");
        foreach (var name in new[] { "name", "status" })
            if (body.TryGetPropertyValue(name, out var value) && value is null)
                throw Refused($"{name} cannot be null.");
        try
        {
            return body.Deserialize<PersonPatch>(json)!;
        }
        catch (JsonException fault)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The JSON cannot be read at {fault.Path}.");
        }
    }

    private static ApiException Refused(string why) => new(StatusCodes.Status422UnprocessableEntity, why);
}
