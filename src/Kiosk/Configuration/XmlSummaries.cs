using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>What the source says of a property: its XML comment, which the build leaves beside each assembly.</summary>
internal static partial class XmlSummaries
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = [];

    /// <summary>The summary in one line; empty where the comments were not shipped.</summary>
    public static string Of(PropertyInfo property)
    {
        var members = Files.GetOrAdd(property.DeclaringType!.Assembly, Read);
        var name = $"P:{property.DeclaringType.FullName}.{property.Name}";
        return members.TryGetValue(name, out var summary) ? Space().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim() : "";
    }

    private static Dictionary<string, XElement> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(file))
            return [];
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .GroupBy(member => (string)member.Attribute("name")!, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.First().Element("summary")!, StringComparer.Ordinal);
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref") ?? "").Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
