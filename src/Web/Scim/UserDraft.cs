using System.Text.Json;
using AccessKiosk.Enrollment.People;

namespace AccessKiosk.Web.Scim;

/// <summary>What is to be known of a user, before it is stored.</summary>
internal sealed class UserDraft
{
    private string? _userName;
    private string? _known;
    private string? _displayName;
    private string? _formatted;
    private string? _givenName;
    private string? _familyName;

    private UserDraft() { }

    /// <summary>The directory's own identifier.</summary>
    public string? ExternalId { get; private set; }

    /// <summary>The staff number.</summary>
    public string? Number { get; private set; }

    /// <summary>Whether the person may enter at all; null where nothing is said.</summary>
    public bool? Active { get; private set; }

    /// <summary>The name of the account.</summary>
    public string UserName => _userName ?? throw ScimException.Value("userName is missing.");

    /// <summary>The name. A part of it changes no name that is known.</summary>
    public string Name => _displayName ?? _formatted ?? (_givenName is not null && _familyName is not null ? $"{_givenName} {_familyName}" : _known ?? _givenName ?? _familyName) ?? UserName;

    /// <summary>What is known, to be changed in parts.</summary>
    public static UserDraft Of(Person person) => new()
    {
        _userName = person.Directory!.UserName, _known = person.Name, ExternalId = person.Directory.ExternalId, Number = person.ExternalId,
    };

    /// <summary>Reads a whole user.</summary>
    /// <param name="body">What is sent.</param>
    /// <param name="number">The staff number that stays where none is sent: staff may have given it.</param>
    public static UserDraft Read(JsonElement body, string? number)
    {
        var draft = new UserDraft { Number = number };
        draft.SetAll(body);
        _ = draft.UserName;
        return draft;
    }

    /// <summary>Does what an operation asks for.</summary>
    public void Apply(PatchOperation operation)
    {
        if (operation.Path is not { } path)
        {
            SetAll(operation.Value!.Value);
            return;
        }

        if (path.Is("id") || path.Is("meta") || path.Is("groups") || path.Is("schemas"))
            throw ScimException.Bad("mutability", $"{path.Attribute} is not the directory's to change: members are changed at the group.");
        if (path.Is(ScimSchemas.Enterprise) && path is { Filter: null, Part: null })
        {
            if (operation is not { Kind: not PatchKind.Remove, Value: { } extension })
                Number = null;
            else
                SetParts(ScimSchemas.Enterprise, extension);
            return;
        }

        // Values that are told apart by a filter are all of what is not kept.
        if (path.Filter is not null && !ScimSchemas.IsNotKept(path.Attribute))
            throw ScimException.Bad("invalidPath", $"{path.Attribute} has no values to choose from.");
        if (!Set(path.Attribute, path.Part, operation.Kind is PatchKind.Remove ? null : operation.Value))
            throw ScimException.Bad("invalidPath", $"{path.Attribute} is not known.");
    }

    // What is read only, and what nobody knows, is left aside (RFC 7644, 3.5.1).
    private void SetAll(JsonElement value)
    {
        foreach (var (name, one) in ScimBody.Properties(value, "The user"))
        {
            if (name.Equals(ScimSchemas.Enterprise, StringComparison.OrdinalIgnoreCase))
                SetParts(name, one);
            else if (name.Contains('[', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal))
                Apply(new(PatchKind.Add, ScimPath.Parse(name), one));
            else
                Set(ScimPath.Bare(name), null, one);
        }
    }

    private void SetParts(string schema, JsonElement value)
    {
        foreach (var (part, one) in ScimBody.Properties(value, "The extension"))
            Set($"{schema}:{part}", null, one);
    }

    // False for what nobody knows.
    private bool Set(string attribute, string? part, JsonElement? value)
    {
        switch (attribute.ToLowerInvariant())
        {
            case "username" when part is null:
                _userName = Text(value, attribute) is { Length: > 0 } name ? name : throw ScimException.Value("userName cannot be empty.");
                return true;
            case "externalid" when part is null:
                ExternalId = Text(value, attribute);
                return true;
            case "displayname" when part is null:
                (_displayName, _known) = (Filled(value, attribute), null);
                return true;
            case "name":
                return SetName(part, value);
            case "active" when part is null:
                Active = value is { } flag ? ScimBody.Flag(flag, attribute) : throw ScimException.Value("active cannot be removed: send true or false.");
                return true;
            default:
                if (!attribute.Equals($"{ScimSchemas.Enterprise}:employeeNumber", StringComparison.OrdinalIgnoreCase) || part is not null)
                    return ScimSchemas.IsNotKept(attribute);
                Number = Text(value, "employeeNumber");
                return true;
        }
    }

    private bool SetName(string? part, JsonElement? value)
    {
        switch (part?.ToLowerInvariant())
        {
            case null when value is { ValueKind: JsonValueKind.Object } whole:
                foreach (var (name, one) in ScimBody.Properties(whole, "name"))
                    SetName(name, one);
                return true;
            case null when value is null or { ValueKind: JsonValueKind.Null }:
                (_formatted, _givenName, _familyName) = (null, null, null);
                return true;
            case null:
                throw ScimException.Value("name is no object.");
            case "formatted":
                _formatted = Filled(value, "name.formatted");
                return true;
            case "givenname":
                _givenName = Filled(value, "name.givenName");
                return true;
            case "familyname":
                _familyName = Filled(value, "name.familyName");
                return true;
            default:
                return part.ToLowerInvariant() is "middlename" or "honorificprefix" or "honorificsuffix";
        }
    }

    private static string? Filled(JsonElement? value, string what) => Text(value, what) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? Text(JsonElement? value, string what) => value is { } given ? ScimBody.Text(given, what) : null;
}
