namespace AccessKiosk.Web.Scim;

/// <summary>A path of an attribute: <c>name.formatted</c>, <c>members[value eq "…"]</c>, <c>emails[type eq "work"].value</c>.</summary>
/// <param name="Attribute">The attribute; one of an extension with its schema before it.</param>
/// <param name="Filter">Which of its values; null for all.</param>
/// <param name="Part">A part of it; null for the whole.</param>
internal sealed record ScimPath(string Attribute, ScimFilter? Filter, string? Part)
{
    private const int Longest = 2000;

    /// <summary>Whether it is that attribute.</summary>
    public bool Is(string attribute) => Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a path.</summary>
    /// <exception cref="ScimException">It cannot be read.</exception>
    public static ScimPath Parse(string text)
    {
        if (text.Length > Longest)
            throw Bad();
        var rest = text.Trim();
        ScimFilter? filter = null;
        string? part = null;
        if (rest.IndexOf('[', StringComparison.Ordinal) is var open and > 0)
        {
            // A text within the filter may hold brackets.
            var close = rest.LastIndexOf(']');
            if (close < open)
                throw Bad();
            filter = ScimFilter.Parse(rest[(open + 1)..close]);
            part = rest[(close + 1)..] switch
            {
                "" => null,
                ['.', .. { Length: > 0 } name] => name,
                _ => throw Bad(),
            };
            rest = rest[..open];
        }

        var attribute = Bare(rest);
        // The version in a schema's name has a dot too.
        if (attribute.IndexOf('.', attribute.LastIndexOf(':') + 1) is var dot and > 0)
        {
            if (part is not null)
                throw Bad();
            (attribute, part) = (attribute[..dot], attribute[(dot + 1)..]);
        }

        return IsName(attribute[(attribute.LastIndexOf(':') + 1)..]) && (part is null || IsName(part)) ? new(attribute, filter, part) : throw Bad();
    }

    /// <summary>An attribute without the schema of what it is an attribute of.</summary>
    public static string Bare(string attribute)
    {
        foreach (var schema in (string[])[ScimSchemas.User, ScimSchemas.Group])
            if (attribute.StartsWith(schema + ":", StringComparison.OrdinalIgnoreCase))
                return attribute[(schema.Length + 1)..];
        return attribute;
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '$' or '_' or '-');

    private static ScimException Bad() => ScimException.Bad("invalidPath", "The path cannot be read.");
}
