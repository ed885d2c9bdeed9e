using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AccessKiosk.Web.Scim;

/// <summary>What a directory asks first: what this service can do, and what it knows of users and groups.</summary>
internal static class ScimDiscovery
{
    /// <summary>What this service can do.</summary>
    public static JsonObject Config(HttpRequest request) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimAnswers.MostAtOnce },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = true },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken", ["name"] = "API key", ["description"] = "A key with the scope directory, made at /admin/keys", ["primary"] = true,
        }),
        ["meta"] = Meta(request, "ServiceProviderConfig", "/ServiceProviderConfig"),
    };

    /// <summary>Users and groups.</summary>
    public static IReadOnlyList<JsonObject> ResourceTypes(HttpRequest request) =>
    [
        ResourceType(request, "User", "/Users", ScimSchemas.User, new JsonArray(new JsonObject { ["schema"] = ScimSchemas.Enterprise, ["required"] = false })),
        ResourceType(request, "Group", "/Groups", ScimSchemas.Group, []),
    ];

    /// <summary>What is kept of them.</summary>
    public static IReadOnlyList<JsonObject> Schemas(HttpRequest request) =>
    [
        Schema(request, ScimSchemas.User, "User", "A person", new JsonArray(
            Text("userName", "The name of the account", required: true, uniqueness: "server"),
            Text("externalId", "The directory's identifier", exact: true),
            Text("displayName", "The name"),
            Complex("name", "The name", many: false, "readWrite", Text("formatted", "The name"), Text("givenName", "Read where there is no other name", returned: "never"), Text("familyName", "Read where there is no other name", returned: "never")),
            Attribute("active", "boolean", "False: suspended", "readWrite"),
            Complex("groups", "The groups", many: true, "readOnly", Text("value", "The group", mutability: "readOnly"), Text("display", "Its name", mutability: "readOnly"), Reference("Group")))),
        Schema(request, ScimSchemas.Enterprise, "EnterpriseUser", "What an employer adds", new JsonArray(Text("employeeNumber", "The staff number", uniqueness: "server"))),
        Schema(request, ScimSchemas.Group, "Group", "A group that rules of doors may name", new JsonArray(
            Text("displayName", "The name", required: true, uniqueness: "server"),
            Complex("members", "The directory's users in it", many: true, "readWrite", Text("value", "The user", mutability: "immutable"), Text("display", "The name", mutability: "readOnly"), Text("type", "User", mutability: "immutable"), Reference("User")))),
    ];

    /// <summary>An answer with all of them.</summary>
    public static ContentHttpResult List(IReadOnlyList<JsonObject> all) => ScimAnswers.Json(new()
    {
        ["schemas"] = new JsonArray(ScimSchemas.List), ["totalResults"] = all.Count, ["startIndex"] = 1, ["itemsPerPage"] = all.Count, ["Resources"] = new JsonArray([.. all]),
    });

    /// <summary>An answer with one of them.</summary>
    public static ContentHttpResult One(IReadOnlyList<JsonObject> all, string id) =>
        ScimAnswers.Json(all.FirstOrDefault(one => id.Equals((string?)one["id"], StringComparison.OrdinalIgnoreCase)) ?? throw new ScimException(StatusCodes.Status404NotFound, "There is nothing at this address."));

    private static JsonObject ResourceType(HttpRequest request, string name, string endpoint, string schema, JsonArray extensions) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
        ["id"] = name, ["name"] = name, ["endpoint"] = endpoint, ["schema"] = schema, ["schemaExtensions"] = extensions,
        ["meta"] = Meta(request, "ResourceType", $"/ResourceTypes/{name}"),
    };

    private static JsonObject Schema(HttpRequest request, string id, string name, string description, JsonArray attributes) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        ["id"] = id, ["name"] = name, ["description"] = description, ["attributes"] = attributes,
        ["meta"] = Meta(request, "Schema", $"/Schemas/{id}"),
    };

    private static JsonObject Meta(HttpRequest request, string kind, string path) => new() { ["resourceType"] = kind, ["location"] = ScimAnswers.Place(request, path) };

    private static JsonObject Attribute(string name, string type, string description, string mutability, bool many = false) => new()
    {
        ["name"] = name, ["type"] = type, ["multiValued"] = many, ["description"] = description, ["required"] = false, ["mutability"] = mutability, ["returned"] = "default",
    };

    private static JsonObject Text(
        string name, string description, bool required = false, bool exact = false, string uniqueness = "none", string mutability = "readWrite", string returned = "default")
    {
        var text = Attribute(name, "string", description, mutability);
        (text["required"], text["caseExact"], text["uniqueness"], text["returned"]) = (required, exact, uniqueness, returned);
        return text;
    }

    private static JsonObject Complex(string name, string description, bool many, string mutability, params JsonNode[] parts)
    {
        var complex = Attribute(name, "complex", description, mutability, many);
        complex["subAttributes"] = new JsonArray(parts);
        return complex;
    }

    private static JsonObject Reference(string kind)
    {
        var reference = Attribute("$ref", "reference", "Its address", "readOnly");
        reference["referenceTypes"] = new JsonArray(kind);
        return reference;
    }
}
