using System.Text.Json;

namespace AccessKiosk.Web.Site.Audits;

/// <summary>Words for entries of the audit, whose actions are <c>noun.verb</c> and whose details are JSON.</summary>
internal static class AuditWords
{
    private const int LongestDetail = 300;
    private const int ShortIdentifier = 8;

    /// <summary>What entries are about.</summary>
    public static string Noun(string noun) => noun.Replace('-', ' ');

    /// <summary>What was done.</summary>
    public static string Action(string action) => action.Replace('.', ' ').Replace('-', ' ');

    /// <summary>An identifier, short enough for a table.</summary>
    public static string Subject(string subject) => Guid.TryParse(subject, out _) ? $"{subject[..ShortIdentifier]}…" : subject;

    /// <summary>Names and values, as far as they fit.</summary>
    public static string Details(string? json)
    {
        if (json is null)
            return "";
        using var document = JsonDocument.Parse(json);
        var words = document.RootElement.ValueKind is JsonValueKind.Object
            ? string.Join(", ", document.RootElement.EnumerateObject().Where(one => one.Value.ValueKind is not JsonValueKind.Null).Select(one => $"{Spaced(one.Name)}: {Value(one.Value)}"))
            : Value(document.RootElement);
        return words.Length <= LongestDetail ? words : $"{words[..LongestDetail]}…";
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        _ => value.ToString(),
    };

    private static string Spaced(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
}
