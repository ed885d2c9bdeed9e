namespace AccessKiosk.Web.Scim;

/// <summary>The names of RFC 7643 and RFC 7644.</summary>
internal static class ScimSchemas
{
    /// <summary>The media type of every body.</summary>
    public const string MediaType = "application/scim+json";

    /// <summary>A user.</summary>
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>What an employer adds to a user: here the staff number alone.</summary>
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>A group.</summary>
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>A list.</summary>
    public const string List = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>A fault.</summary>
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    // What a directory may send although a kiosk has no use for it: taken without a fault, and not stored.
    private static readonly HashSet<string> NotKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone", "password", "emails", "phoneNumbers", "ims", "photos", "addresses",
        "entitlements", "roles", "x509Certificates",
        $"{Enterprise}:costCenter", $"{Enterprise}:organization", $"{Enterprise}:division", $"{Enterprise}:department", $"{Enterprise}:manager",
    };

    /// <summary>Whether an attribute of a user is known and not stored.</summary>
    public static bool IsNotKept(string attribute) => NotKept.Contains(attribute);
}
