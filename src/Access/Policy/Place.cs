namespace AccessKiosk.Access.Policy;

/// <summary>Names of places, as staff write them: case and blanks make no other place.</summary>
public static class Place
{
    /// <summary>Compares as <see cref="Same"/> does.</summary>
    public static IEqualityComparer<string> Comparer { get; } = EqualityComparer<string>.Create(Same, name => StringComparer.OrdinalIgnoreCase.GetHashCode(Plain(name)!));

    /// <summary>Whether two names are one place.</summary>
    public static bool Same(string? a, string? b) => string.Equals(Plain(a), Plain(b), StringComparison.OrdinalIgnoreCase);

    private static string? Plain(string? name) =>
        name is null ? null : string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize();
}
