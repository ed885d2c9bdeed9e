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
        RequireKnown(body);
        var missing = Properties.Where(property => !body.ContainsKey(property)).ToList();
        if (missing.Count > 0)
            throw Refused($"PUT replaces the whole person; {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} missing (null clears). To change a part, use PATCH.");
    }

    /// <summary>Writes what the body names, each change an entry of the audit: all of it or, where a part is refused, nothing.</summary>
    /// <exception cref="ApiException">The body cannot be read.</exception>
    /// <exception cref="Storage.StoreException">A part is refused.</exception>
    public static async Task ApplyAsync(JsonObject body, Person person, KioskStore store, TimeZoneInfo zone, JsonSerializerOptions json, string by, CancellationToken cancellationToken)
    {
        RequireKnown(body);
        var input = Read(body, json);
        var from = body.ContainsKey("validFrom") ? DateInput.From(input.ValidFrom, zone) : person.ValidFrom;
        var until = body.ContainsKey("validUntil") ? DateInput.Until(input.ValidUntil, zone) : person.ValidUntil;
        var before = PersonValues.Of(person);
        var after = new PersonValues(
            body.ContainsKey("externalId") ? input.ExternalId : before.Number, input.Name ?? before.Name, body.ContainsKey("note") ? input.Note : before.Note,
            input.Status ?? before.Status, from, until, before.Groups).Checked();
        if (after != before)
            await store.Editor.ApplyAsync([new(person.Id, before, after)], by, cancellationToken);
    }

    /// <summary>Reads what is to be known of somebody new.</summary>
    /// <exception cref="ApiException">The body cannot be read, or has a property that is not known: whoever misspells an end of validity must not get a person without one.</exception>
    public static PersonInput ReadNew(JsonObject body, JsonSerializerOptions json)
    {
        RequireKnown(body);
        return Deserialize<PersonInput>(body, json);
    }

    private static PersonPatch Read(JsonObject body, JsonSerializerOptions json)
    {
        foreach (var name in new[] { "name", "status" })
            if (body.TryGetPropertyValue(name, out var value) && value is null)
                throw Refused($"{name} cannot be null.");
        return Deserialize<PersonPatch>(body, json);
    }

    private static void RequireKnown(JsonObject body)
    {
        var unknown = NamesIn(body).Where(name => !Properties.Contains(name)).ToList();
        if (unknown.Count > 0)
            throw Refused($"{string.Join(", ", unknown)}: not known; known are {string.Join(", ", Properties)}.");
    }

    // The framework notices a name that comes twice, or that is no text, when the object is first looked into.
    private static List<string> NamesIn(JsonObject body)
    {
        try
        {
            return [.. body.Select(property => property.Key)];
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The JSON has two values for one property.");
        }
        catch (InvalidOperationException)
        {
            throw BrokenText();
        }
    }

    private static T Deserialize<T>(JsonObject body, JsonSerializerOptions json)
    {
        try
        {
            return body.Deserialize<T>(json)!;
        }
        catch (JsonException fault)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, $"The JSON cannot be read at {fault.Path}.");
        }
        catch (InvalidOperationException)
        {
            throw BrokenText();
        }
    }

    private static ApiException BrokenText() => new(StatusCodes.Status400BadRequest, "The JSON holds text that is no valid Unicode: half of a surrogate pair.");

    private static ApiException Refused(string why) => new(StatusCodes.Status422UnprocessableEntity, why);
}
