using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Scim;

/// <summary>Writes resources and lists, with their versions.</summary>
internal static class ScimAnswers
{
    /// <summary>How many resources an answer has at most.</summary>
    public const int MostAtOnce = 200;

    private const int DefaultAtOnce = 100;
    private const int VersionBytes = 16;

    /// <summary>Adds what is said of every resource: kind, place and version.</summary>
    public static JsonObject Described(JsonObject resource, string kind, string place, DateTimeOffset created)
    {
        var version = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(resource)).AsSpan(0, VersionBytes))}\"";
        resource["meta"] = new JsonObject
        {
            ["resourceType"] = kind, ["created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), ["location"] = place, ["version"] = version,
        };
        return resource;
    }

    /// <summary>The address of a resource.</summary>
    public static string Place(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{ScimApi.Root}{path}";

    /// <summary>Refuses a request that counts for another version only (RFC 7644, 3.14).</summary>
    /// <exception cref="ScimException">The resource has changed since.</exception>
    public static void RequireVersion(HttpRequest request, JsonObject resource)
    {
        if (request.Headers.IfMatch is { Count: > 0 } condition && !Lists(condition.ToString(), Version(resource)))
            throw new ScimException(StatusCodes.Status412PreconditionFailed, "The resource was changed since: get it again, then make your change.");
    }

    /// <summary>An answer with one resource.</summary>
    public static IResult One(HttpContext context, JsonObject resource, int status = StatusCodes.Status200OK)
    {
        var version = Version(resource);
        context.Response.Headers.ETag = version;
        if (status == StatusCodes.Status201Created)
            context.Response.Headers.Location = (string?)resource["meta"]!["location"];
        return HttpMethods.IsGet(context.Request.Method) && Lists(context.Request.Headers.IfNoneMatch.ToString(), version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : Json(Projected(context.Request, resource), status);
    }

    /// <summary>An answer with a page of resources.</summary>
    public static IResult List<T>(HttpContext context, IEnumerable<T> all, Func<T, ScimValues> values, Func<T, JsonObject> write)
    {
        var query = context.Request.Query;
        var start = Math.Max(1, Number(query["startIndex"], 1, "startIndex"));
        var count = Math.Clamp(Number(query["count"], DefaultAtOnce, "count"), 0, MostAtOnce);
        var filter = query["filter"].ToString() is { Length: > 0 } text ? ScimFilter.Parse(text) : null;
        var found = all.Where(one => filter?.Matches(values(one)) != false).ToList();
        var page = found.Skip(start - 1).Take(count).Select(one => (JsonNode)Projected(context.Request, write(one))).ToArray();
        return Json(new() { ["schemas"] = new JsonArray(ScimSchemas.List), ["totalResults"] = found.Count, ["startIndex"] = start, ["itemsPerPage"] = page.Length, ["Resources"] = new JsonArray(page) });
    }

    /// <summary>An answer in the media type of directories.</summary>
    public static ContentHttpResult Json(JsonObject body, int status = StatusCodes.Status200OK) => TypedResults.Content(body.ToJsonString(), ScimSchemas.MediaType, statusCode: status);

    private static string Version(JsonObject resource) => (string)resource["meta"]!["version"]!;

    private static bool Lists(string header, string version) =>
        header.Trim() == "*" || header.Split(',', StringSplitOptions.TrimEntries).Any(one => Strong(one) == Strong(version));

    private static string Strong(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    private static int Number(string? text, int otherwise, string what) => string.IsNullOrEmpty(text)
        ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw ScimException.Value($"{what} is no whole number.");

    // The identifier and the schemas are always given.
    private static JsonObject Projected(HttpRequest request, JsonObject resource)
    {
        var (only, without) = (Names(request.Query["attributes"].ToString()), Names(request.Query["excludedAttributes"].ToString()));
        foreach (var (name, value) in resource.ToList())
        {
            if (name is "id" or "schemas")
                continue;
            if (without.Contains(name) || (only.Count > 0 && !only.Any(wanted => Covers(wanted, name))))
                resource.Remove(name);
            else if (value is JsonObject parts && !name.Equals("meta", StringComparison.Ordinal))
                foreach (var part in parts.Select(one => one.Key).ToList())
                    if (without.Contains(Part(name, part)) || (only.Count > 0 && !only.Contains(name) && !only.Contains(Part(name, part))))
                        parts.Remove(part);
        }

        return resource;
    }

    private static bool Covers(string wanted, string name) => wanted.Equals(name, StringComparison.OrdinalIgnoreCase)
        || wanted.StartsWith(name + ".", StringComparison.OrdinalIgnoreCase) || wanted.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase);

    private static string Part(string name, string part) => name.Contains(':', StringComparison.Ordinal) ? $"{name}:{part}" : $"{name}.{part}";

    private static HashSet<string> Names(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ScimPath.Bare).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
