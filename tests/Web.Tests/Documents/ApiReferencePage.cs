using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AccessKiosk.Web.Tests.Documents;

/// <summary>An OpenAPI document as a page to read: operations by tag, then the types that they take and give.</summary>
internal static class ApiReferencePage
{
    private const string Head = """
        # API reference

        Made from [openapi.json](openapi.json), which the kiosk serves at `/api/openapi.json`; do not edit by hand.
        [The API](api.md) explains keys, errors, pictures, the event stream and webhooks.

        """;

    /// <summary>The page as Markdown.</summary>
    public static string Write(JsonElement document)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name.ToUpperInvariant(), Operation: method.Value)));
        foreach (var tag in operations.GroupBy(o => o.Operation.TryGetProperty("tags", out var tags) ? tags[0].GetString() : "Other", StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {tag.Key}\n");
            foreach (var (path, method, operation) in tag)
                Write(text, path, method, operation);
        }

        text.Append("\n## Types\n");
        foreach (var type in document.GetProperty("components").GetProperty("schemas").EnumerateObject().OrderBy(type => type.Name, StringComparer.Ordinal))
            Write(text, type.Name, type.Value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, string method, JsonElement operation)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {operation.GetProperty("operationId").GetString()}\n\n`{method} {path}`: {Text(operation, "summary")}. {Text(operation, "description")}\n");
        if (operation.TryGetProperty("parameters", out var parameters))
        {
            text.Append("\n| parameter | in | type | default | meaning |\n| --- | --- | --- | --- | --- |\n");
            foreach (var parameter in parameters.EnumerateArray())
            {
                var schema = parameter.GetProperty("schema");
                var required = parameter.TryGetProperty("required", out var flag) && flag.GetBoolean();
                var standard = schema.TryGetProperty("default", out var value) && value.ValueKind is not JsonValueKind.Null ? $"`{value}`" : "";
                text.Append(CultureInfo.InvariantCulture, $"| `{Text(parameter, "name")}` | {Text(parameter, "in")} | {Type(schema)}{(required ? ", required" : "")} | {standard} | {Text(parameter, "description")} |\n");
            }
        }

        if (operation.TryGetProperty("requestBody", out var body))
            text.Append(CultureInfo.InvariantCulture, $"\nBody: {Content(body)}\n");
        text.Append("\nAnswers: ");
        text.AppendJoin("; ", operation.GetProperty("responses").EnumerateObject().Select(answer => $"{answer.Name} {Text(answer.Value, "description")}{(Content(answer.Value) is { Length: > 0 } content ? $" ({content})" : "")}"));
        text.Append('\n');
    }

    private static void Write(StringBuilder text, string name, JsonElement schema)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {name}\n");
        if (!schema.TryGetProperty("properties", out var properties))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Type(schema)}\n");
            return;
        }

        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        text.Append("\n| field | type | required | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var property in properties.EnumerateObject())
            text.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | {Type(property.Value)} | {(required.Contains(property.Name) ? "yes" : "")} | {Text(property.Value, "description")} |\n");
    }

    // Media types of one schema together.
    private static string Content(JsonElement holder) => holder.TryGetProperty("content", out var content)
        ? string.Join("; ", content.EnumerateObject()
            .GroupBy(media => media.Value.TryGetProperty("schema", out var schema) ? Type(schema) : "", StringComparer.Ordinal)
            .Select(same => $"{same.Key}{(same.Key.Length > 0 ? " as " : "")}{string.Join(", ", same.Select(media => $"`{media.Name}`"))}"))
        : "";

    private static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Link(reference.GetString()!.Split('/')[^1]);
        foreach (var choice in new[] { "oneOf", "anyOf", "allOf" })
            if (schema.TryGetProperty(choice, out var options))
                return string.Join(" or ", options.EnumerateArray().Select(Type).Where(type => type.Length > 0 && type != "null"));
        if (schema.TryGetProperty("enum", out var values))
            return string.Join(", ", values.EnumerateArray().Where(value => value.ValueKind is not JsonValueKind.Null).Select(value => $"`{value}`"));
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("format", out var only) ? $"{only}" : "";
        string[] types = type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!).Where(t => t != "null")] : [type.GetString()!];
        // Numbers may come as text, too: one word is enough.
        var plain = types.FirstOrDefault(t => t is not "string") ?? types.FirstOrDefault() ?? "null";
        return plain switch
        {
            "array" => $"list of {Type(schema.GetProperty("items"))}",
            "object" when schema.TryGetProperty("additionalProperties", out var item) && item.ValueKind is JsonValueKind.Object => $"map of text to {Type(item)}",
            _ => schema.TryGetProperty("format", out var format) ? $"{plain} ({format})" : plain,
        };
    }

    // As GitHub names headings.
    private static string Link(string name) => $"[{name}](#{name.ToLowerInvariant()})";

    private static string Text(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) ? value.GetString()!.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal) : "";
}
