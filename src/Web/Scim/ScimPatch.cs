using System.Text.Json;

namespace AccessKiosk.Web.Scim;

/// <summary>What an operation does.</summary>
internal enum PatchKind
{
    /// <summary>Adds to what is there.</summary>
    Add,

    /// <summary>Takes the place of what is there.</summary>
    Replace,

    /// <summary>Takes away.</summary>
    Remove,
}

/// <summary>One operation of a <c>PATCH</c> (RFC 7644, 3.5.2).</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Path">Where; null for what the value names.</param>
/// <param name="Value">With what; null for none.</param>
internal sealed record PatchOperation(PatchKind Kind, ScimPath? Path, JsonElement? Value);

/// <summary>Reads the operations of a <c>PATCH</c>.</summary>
internal static class ScimPatch
{
    private const int MostOperations = 1000;

    /// <summary>The operations, in order.</summary>
    /// <exception cref="ScimException">One cannot be read.</exception>
    public static IReadOnlyList<PatchOperation> Read(JsonElement body)
    {
        if (ScimBody.Find(body, "Operations", "The body") is not { ValueKind: JsonValueKind.Array } operations || operations.GetArrayLength() is 0 or > MostOperations)
            throw ScimException.Bad("invalidSyntax", $"Operations must be a list of 1 to {MostOperations}.");
        return [.. operations.EnumerateArray().Select(One)];
    }

    private static PatchOperation One(JsonElement operation)
    {
        var op = ScimBody.Find(operation, "op", "An operation") is { } name ? ScimBody.Text(name, "op") : null;
        // Entra ID writes them with a capital.
        var kind = op?.ToLowerInvariant() switch
        {
            "add" => PatchKind.Add,
            "replace" => PatchKind.Replace,
            "remove" => PatchKind.Remove,
            _ => throw ScimException.Bad("invalidSyntax", "op is add, replace or remove."),
        };
        var path = ScimBody.Find(operation, "path", "An operation") is { } where && ScimBody.Text(where, "path") is { Length: > 0 } text ? ScimPath.Parse(text) : null;
        var value = ScimBody.Find(operation, "value", "An operation");
        if (kind is PatchKind.Remove && path is null)
            throw ScimException.Bad("noTarget", "remove needs a path.");
        if (kind is not PatchKind.Remove && value is null)
            throw ScimException.Value($"{op} needs a value.");
        return new(kind, path, value);
    }
}
