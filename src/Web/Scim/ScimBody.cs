using System.Net.Http.Headers;
using System.Text.Json;

namespace AccessKiosk.Web.Scim;

/// <summary>Reads what directories send. Names of attributes are the same in capitals.</summary>
internal static class ScimBody
{
    private const int MostBytes = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object that a request brings.</summary>
    /// <exception cref="ScimException">It brings none, or too much.</exception>
    public static async Task<JsonElement> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType?.ToLowerInvariant() is not (ScimSchemas.MediaType or "application/json"))
            throw new ScimException(StatusCodes.Status415UnsupportedMediaType, $"Send {ScimSchemas.MediaType}.");
        if (await BoundedRead.AllAsync(request.Body, MostBytes, cancellationToken) is not { } content)
            throw new ScimException(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MostBytes >> 20} MB: send fewer members at once.");
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? root.Clone() : throw Syntax("The body is no JSON object.");
        }
        catch (JsonException)
        {
            throw Syntax("The JSON cannot be read, or has two values for one property.");
        }
        catch (InvalidOperationException)
        {
            throw Syntax(BrokenText);
        }
    }

    private const string BrokenText = "The JSON holds text that is no valid Unicode: half of a surrogate pair.";

    /// <summary>The properties of an object.</summary>
    /// <exception cref="ScimException">It is no object, or says one thing twice.</exception>
    public static IReadOnlyList<(string Name, JsonElement Value)> Properties(JsonElement value, string what)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            throw ScimException.Value($"{what} is no object.");
        try
        {
            var properties = value.EnumerateObject().Select(property => (property.Name, property.Value)).ToList();
            return properties.DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).Count() == properties.Count
                ? properties
                : throw Syntax("The JSON has two values for one property: names of attributes are the same in capitals.");
        }
        catch (InvalidOperationException)
        {
            throw Syntax(BrokenText);
        }
    }

    /// <summary>A property; null where it is not there.</summary>
    public static JsonElement? Find(JsonElement value, string name, string what)
    {
        foreach (var (key, found) in Properties(value, what))
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return found;
        return null;
    }

    /// <summary>A text; null for null.</summary>
    public static string? Text(JsonElement value, string what)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Null => null,
                _ => throw ScimException.Value($"{what} is no text."),
            };
        }
        catch (InvalidOperationException)
        {
            throw Syntax(BrokenText);
        }
    }

    /// <summary>Yes or no; Entra ID writes it as a text.</summary>
    public static bool Flag(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(Text(value, what), out var flag) => flag,
        _ => throw ScimException.Value($"{what} is neither true nor false."),
    };

    private static ScimException Syntax(string why) => ScimException.Bad("invalidSyntax", why);
}
