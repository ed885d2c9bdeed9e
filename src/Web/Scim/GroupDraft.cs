using System.Text.Json;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Web.Scim;

/// <summary>What is to be known of a group, before it is stored: its name, and the users in it.</summary>
internal sealed class GroupDraft(KioskStore store, Guid id, string? name, IEnumerable<Guid> members)
{
    private string? _name = name;

    /// <summary>The group.</summary>
    public Guid Id => id;

    /// <summary>The name.</summary>
    public string Name => string.IsNullOrWhiteSpace(_name) ? throw ScimException.Value("displayName is missing.") : _name;

    /// <summary>The users in it.</summary>
    public HashSet<Guid> Members { get; } = [.. members];

    /// <summary>Takes what an object names; what is read only, and what is not kept, is left aside.</summary>
    public void SetAll(JsonElement value, PatchKind kind)
    {
        foreach (var (name, one) in ScimBody.Properties(value, "The group"))
            Set(ScimPath.Bare(name), kind, one);
    }

    /// <summary>Does what an operation asks for.</summary>
    public void Apply(PatchOperation operation)
    {
        if (operation.Path is not { } path)
        {
            SetAll(operation.Value!.Value, operation.Kind);
            return;
        }

        if (path.Is("id") || path.Is("meta") || path.Is("schemas"))
            throw ScimException.Bad("mutability", $"{path.Attribute} is not the directory's to change.");
        if (path.Is("members") && path.Filter is { } filter)
        {
            if (operation.Kind is not PatchKind.Remove || path.Part is not null)
                throw ScimException.Bad("invalidPath", "A member is added or removed as a whole.");
            Members.RemoveWhere(member => filter.Matches(attribute => attribute is "value" ? (false, [member.ToString("N")]) : null));
        }
        else if (path.Filter is not null || path.Part is not null || !Set(path.Attribute, operation.Kind, operation.Value))
        {
            throw ScimException.Bad("invalidPath", $"{path.Attribute} is not known.");
        }
    }

    private bool Set(string attribute, PatchKind kind, JsonElement? value)
    {
        switch (attribute.ToLowerInvariant())
        {
            case "displayname":
                _name = kind is PatchKind.Remove || value is null ? null : ScimBody.Text(value.Value, "displayName");
                return true;
            case "members":
                SetMembers(kind, value);
                return true;
            default:
                return attribute.Equals("externalId", StringComparison.OrdinalIgnoreCase);
        }
    }

    private void SetMembers(PatchKind kind, JsonElement? value)
    {
        var none = value is null or { ValueKind: JsonValueKind.Null };
        // Whoever is to leave and is no user any more has left.
        var named = none ? [] : Read(value!.Value, mustBeKnown: kind is not PatchKind.Remove);
        if (kind is PatchKind.Replace || (kind is PatchKind.Remove && none))
            Members.Clear();
        if (kind is PatchKind.Remove)
            Members.ExceptWith(named);
        else
            Members.UnionWith(named);
    }

    private List<Guid> Read(JsonElement value, bool mustBeKnown)
    {
        var found = new List<Guid>();
        foreach (var one in value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : (JsonElement[])[value])
        {
            var text = ScimBody.Find(one, "value", "A member") is { } given ? ScimBody.Text(given, "A member's value") : null;
            if (text is not null && ScimUsers.Find(store, text) is { } person)
                found.Add(person.Id.Value);
            else if (mustBeKnown)
                throw ScimException.Value("A member is no user here: groups within groups are not kept, and users must be sent first.");
        }

        return found;
    }
}
