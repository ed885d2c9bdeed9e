using System.Text.Json;
using System.Text.Json.Serialization;
using AccessKiosk.Access.Policy;

namespace AccessKiosk.Access.Rules;

/// <summary>The rules as the store keeps them.</summary>
public static class RulesText
{
    // A rule that this program does not know may be one that keeps somebody out: such a document is refused.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>Writes.</summary>
    public static string Write(AccessRules rules) => JsonSerializer.Serialize(rules, Strict);

    /// <summary>Reads and checks. Time zone names that the system has dropped are replaced, each with a line of advice.</summary>
    /// <exception cref="RulesException">The document is damaged, newer, or has faults.</exception>
    public static (AccessRules Rules, AccessModel Model, IReadOnlyList<string> Advice) Read(string text)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<AccessRules>(text, Strict) ?? throw new RulesException("the document is empty.");
            if (rules.Format != AccessRules.CurrentFormat)
                throw new RulesException($"they have format {rules.Format} and this program reads {AccessRules.CurrentFormat}: a newer version wrote them.");
            var (known, advice) = ZoneNames.Known(rules);
            return (known, RulesCompiler.CompileChecked(known), advice);
        }
        catch (JsonException fault)
        {
            throw new RulesException($"the document is damaged at {fault.Path ?? "its beginning"}.", fault);
        }
    }
}

/// <summary>The site's rules cannot be used; the message says why.</summary>
public sealed class RulesException(string message, Exception? inner = null) : Exception(message, inner);
