using System.Text;
using System.Text.Json;

namespace AccessKiosk.Web.Scim;

/// <summary>What a filter asks of a resource: the values of an attribute, whose name is in lower case; null for one that is not kept.</summary>
internal delegate (bool IsExact, IEnumerable<string> Values)? ScimValues(string attribute);

/// <summary>A filter (RFC 7644, 3.4.2.2), without comparisons by size: nothing here has one.</summary>
internal sealed class ScimFilter
{
    private const int Longest = 2000;
    private const int Deepest = 10;

    private readonly Func<ScimValues, bool> _matches;

    private ScimFilter(Func<ScimValues, bool> matches) => _matches = matches;

    /// <summary>Whether a resource is one of those.</summary>
    /// <exception cref="ScimException">It asks for an attribute that cannot be asked for.</exception>
    public bool Matches(ScimValues values) => _matches(values);

    /// <summary>Reads a filter.</summary>
    /// <exception cref="ScimException">It cannot be read.</exception>
    public static ScimFilter Parse(string text)
    {
        if (text.Length > Longest)
            throw Bad("it is too long");
        var reader = new Reader(Tokens(text));
        var matches = reader.Either("", 0);
        return reader.IsAtEnd ? new(matches) : throw Bad("something follows it");
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var letter = text[at];
            if (letter == ' ')
            {
                at++;
                continue;
            }

            var start = at++;
            if (letter == '"')
            {
                while (at < text.Length && text[at] != '"')
                    at += text[at] == '\\' ? 2 : 1;
                if (at >= text.Length)
                    throw Bad("a text does not end");
                at++;
            }
            else if (letter is not ('(' or ')' or '[' or ']'))
            {
                while (at < text.Length && text[at] is not (' ' or '"' or '(' or ')' or '[' or ']'))
                    at++;
            }

            tokens.Add(text[start..at]);
        }

        return tokens;
    }

    private static ScimException Bad(string why) => ScimException.Bad("invalidFilter", $"The filter cannot be read: {why}.");

    private sealed class Reader(List<string> tokens)
    {
        private int _next;

        public bool IsAtEnd => _next == tokens.Count;

        public Func<ScimValues, bool> Either(string within, int depth)
        {
            var left = Both(within, depth);
            while (Takes("or"))
            {
                var (one, other) = (left, Both(within, depth));
                left = values => one(values) || other(values);
            }

            return left;
        }

        private Func<ScimValues, bool> Both(string within, int depth)
        {
            var left = One(within, depth);
            while (Takes("and"))
            {
                var (one, other) = (left, One(within, depth));
                left = values => one(values) && other(values);
            }

            return left;
        }

        private Func<ScimValues, bool> One(string within, int depth)
        {
            if (depth > Deepest)
                throw Bad("it is too deep");
            if (Takes("not"))
            {
                if (_next >= tokens.Count || tokens[_next] != "(")
                    throw Bad("not needs a bracket");
                var inner = One(within, depth + 1);
                return values => !inner(values);
            }

            if (Takes("("))
                return Closed(Either(within, depth + 1), ")");
            var attribute = within + ScimPath.Bare(Next()).ToLowerInvariant();
            if (Takes("["))
                return within.Length == 0 ? Closed(Either(attribute + ".", depth + 1), "]") : throw Bad("a bracket within a bracket");
            var comparison = Next().ToLowerInvariant();
            if (comparison == "pr")
                return values => Of(values, attribute).Values.Any();
            var wanted = Value(Next());
            Func<string, StringComparison, bool> holds = comparison switch
            {
                "eq" or "ne" => (value, how) => value.Equals(wanted, how),
                "co" => (value, how) => value.Contains(wanted, how),
                "sw" => (value, how) => value.StartsWith(wanted, how),
                "ew" => (value, how) => value.EndsWith(wanted, how),
                _ => throw Bad("eq, ne, co, sw, ew and pr are known"),
            };
            return values =>
            {
                var (isExact, found) = Of(values, attribute);
                return found.Any(value => holds(value, isExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)) != (comparison == "ne");
            };
        }

        private static (bool IsExact, IEnumerable<string> Values) Of(ScimValues values, string attribute) =>
            values(attribute) ?? throw Bad("it asks for an attribute that is not kept");

        private Func<ScimValues, bool> Closed(Func<ScimValues, bool> inner, string bracket) => Takes(bracket) ? inner : throw Bad("a bracket is open");

        private static string Value(string token)
        {
            if (token[0] != '"')
                return token.ToLowerInvariant() is "true" or "false" ? token : throw Bad("a value is a text, true or false");
            try
            {
                return JsonSerializer.Deserialize<string>(Encoding.UTF8.GetBytes(token))!;
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException)
            {
                throw Bad("a text cannot be read");
            }
        }

        private bool Takes(string token)
        {
            if (IsAtEnd || !tokens[_next].Equals(token, StringComparison.OrdinalIgnoreCase))
                return false;
            _next++;
            return true;
        }

        private string Next() => IsAtEnd ? throw Bad("it ends early") : tokens[_next++];
    }
}
